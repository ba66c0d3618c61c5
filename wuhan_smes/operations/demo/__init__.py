"""The invented city: enterprises, titles and people that never existed, the same for one seed.

    words → names → enterprises ┐
    proportions → rounds → careers → titles ┴ rows → loader (COPY, indexes rebuilt) + people

Everything is recognisable: 示例 in each name, MAXX in each credit code, 示例 in each source.
"""
