// Draws every <figure class="chart" data-chart="ID">; the option is the JSON of <script type="application/json" id="ID">.
// The server sends plain ECharts options whose data carry a `url`: pressing a bar opens the rows behind it.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const number = new Intl.NumberFormat("zh-CN");

  const house = () => ({
    color: [2, 1, 3, 4, 5].map((rung) => colour(`--tier-${rung}`)),
    textStyle: { fontFamily: colour("--font"), color: colour("--ink-soft"), fontSize: 13 },
    animation: !still,
    animationDuration: 250,
    aria: { enabled: true, decal: { show: true } },
    legend: { textStyle: { color: colour("--ink-soft") } },
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    tooltip: {
      trigger: "item", confine: true, renderMode: "richText",
      valueFormatter: (value) => (value === null || value === undefined ? "未知" : number.format(value)),
    },
  });

  // "--tier-3" in an option means the stylesheet's colour of that name, so that it is written once.
  const coloured = (value) => {
    if (typeof value === "string") return value.startsWith("--") ? colour(value) : value;
    if (Array.isArray(value)) return value.map(coloured);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, coloured(inner)]));
    }
    return value;
  };

  // Lines and words of an axis follow the stylesheet, in the dark too.
  const axis = (given) => given && {
    ...given,
    axisLabel: { color: colour("--ink-soft"), ...given.axisLabel },
    axisLine: { lineStyle: { color: colour("--line-strong") }, ...given.axisLine },
    splitLine: { lineStyle: { color: colour("--line") }, ...given.splitLine },
  };

  const draw = (figure) => {
    const canvas = figure.querySelector(".chart-canvas");
    const source = document.getElementById(figure.dataset.chart);
    if (!canvas || !source || !window.echarts) return;
    figure.classList.add("drawn");
    const rows = figure.querySelector("details.chart-rows");
    if (rows) rows.open = false;
    let chart = null;
    const show = () => {
      const option = coloured(JSON.parse(source.textContent));
      const defaults = house();
      const tooltip = { ...defaults.tooltip, ...option.tooltip };
      const legend = option.legend && { ...defaults.legend, ...option.legend };
      const axes = { xAxis: axis(option.xAxis), yAxis: axis(option.yAxis) };
      chart.setOption({ ...defaults, ...option, ...axes, tooltip, legend });
    };
    dark.addEventListener("change", () => {
      if (chart && canvas.isConnected) show();
    });
    new ResizeObserver(() => {
      if (!canvas.clientWidth || !canvas.clientHeight) return;
      if (chart) return void (chart.isDisposed() || chart.resize());
      chart = window.echarts.init(canvas, null, { renderer: "svg" });
      show();
      chart.on("click", (point) => {
        const url = point.data && point.data.url;
        if (url && url.startsWith("/")) window.location.assign(url);
      });
    }).observe(canvas);
  };

  const drawAll = (within) => {
    for (const figure of within.querySelectorAll("figure.chart[data-chart]:not(.drawn)")) draw(figure);
  };
  drawAll(document);
  // Parts of a page that come later bring charts of their own, and take those away they replace.
  document.addEventListener("htmx:afterSettle", () => drawAll(document));
  document.addEventListener("htmx:beforeSwap", (event) => {
    for (const canvas of event.detail.target.querySelectorAll(".chart-canvas")) {
      const chart = window.echarts.getInstanceByDom(canvas);
      if (chart) chart.dispose();
    }
  });
})();
