"""Money leaves exactly once: the state table, the book and four eyes told to the database.

FLOW and BOOK are the tables of measures/rules/flow.py and ledger.py as they stood; a test compares
what the database holds with them, and a changed table brings a new migration. What is checked at
the end of a transaction is checked past the policies: the scope it was written in may be over.
"""

from django.db import migrations

from wuhan_smes import policies

LINE = "measures_entitlement"
STEP = "measures_entitlementstep"
BUDGET = "measures_budget"
BATCH = "measures_disbursementbatch"
PAYMENT = "measures_payment"
ENTRY = "measures_ledgerentry"
ACCOUNT = "measures_payeeaccount"
NOTICE = "measures_publicnotice"
OF_LINES = (STEP, ACCOUNT, PAYMENT, "measures_objection", "measures_clawback")
READ, WRITE = policies.ids("read_jurisdictions"), policies.ids("write_jurisdictions")
OWN = f"jurisdiction_id = ANY({WRITE})"
# move, state before, state after
FLOW = """
review proposed district_reviewed
reject proposed rejected
reject district_reviewed rejected
reopen rejected proposed
check district_reviewed city_checked
send_back district_reviewed proposed
send_back city_checked proposed
arrange city_checked arranged
take_out arranged city_checked
take_out noticed city_checked
take_out ordered city_checked
take_out confirmed city_checked
take_out returned city_checked
publish arranged noticed
object noticed suspended
dismiss suspended noticed
uphold suspended rejected
order noticed ordered
confirm ordered confirmed
confirm returned confirmed
decline ordered surplus
decline returned surplus
approve confirmed confirmed
release confirmed released
settle_part confirmed confirmed
settle_part released released
settle_part returned returned
settle released settled
bounce released returned
bounce returned returned
evaluate settled settled
advance settled city_checked
forfeit settled surplus
correct surplus city_checked
claw_back settled recovering
claw_back surplus recovering
receive recovering recovering
recover recovering recovered
waive recovering settled
"""
# move, to which account, from which
BOOK = """
allot available source
cut source available
reserve reserved available
void available reserved
post paid reserved
reverse available paid
recover recovered paid
interest recovered interest
close surplus available
"""
# A payment goes from one of these to the other.
PAYMENTS = """
reserved submitted
reserved void
submitted approved
submitted void
approved released
approved void
released settled
released returned
"""
FOUND = "('missing_evidence', 'deferred', 'proposed', 'lapsed')"
# What a line says once the finder has let go of it.
SETTLED = """payee_id, programme_id, matter_id, period, jurisdiction_id, gross, already_paid,
    payable, event_on"""
# What a payment is never changes; its account and digest not once it is submitted.
PAID = """entitlement_id, jurisdiction_id, batch_id, budget_id, level, instalment, amount, order_no,
    proposed_by_id, proposed_at, replaces_id"""
SUBMITTED = "account_id, digest"
AGREED = "agreed_digest, approved_by_id, approved_at"
GONE = "released_by_id, released_at"


def columns(row: str, names: str) -> str:
    return "(" + ", ".join(f"{row}.{name.strip()}" for name in names.split(",")) + ")"


def changed(names: str) -> str:
    return f"{columns('OLD', names)} IS DISTINCT FROM {columns('NEW', names)}"


def listed(table: str) -> str:
    return ", ".join(f"'{line}'" for line in table.strip().splitlines())


def known(name: str, table: str) -> str:
    """Whether the table has a row of three words."""
    return f"""CREATE FUNCTION {name}(one text, two text, three text) RETURNS boolean
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT concat(one, ' ', two, ' ', three) = ANY (ARRAY[{listed(table)}]) $$"""


def refuse(constraint: str, words: str) -> str:
    return f"""RAISE EXCEPTION '{words}'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}'"""


# ruff: noqa: S608 - the words of every statement here are constants of this file
DIGEST = """CREATE FUNCTION measures_payment_digest(
        order_no text, payee bigint, account bigint, amount numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT encode(sha256(convert_to(
            concat_ws('|', order_no, payee, account, to_char(amount, 'FM99999999999999990.00')),
            'UTF8')), 'hex') $$"""
FUNCTIONS = {
    # A line begins as the finder found it, moves by its steps, and then says what it said.
    "measures_line_moves": f"""
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW.state NOT IN {FOUND} OR NEW.step_no <> 0 OR NEW.instalment <> 1 THEN
                    {refuse("entitlement_begins_as_found", "a line begins as it is found")};
                END IF;
                RETURN NULL;
            END IF;
            IF OLD.state NOT IN {FOUND} AND {changed(SETTLED)} THEN
                {refuse("entitlement_is_settled", "what a reviewed line says does not change")};
            END IF;
            IF (OLD.state, OLD.step_no, OLD.instalment)
               IS NOT DISTINCT FROM (NEW.state, NEW.step_no, NEW.instalment)
               OR OLD.state IN {FOUND} AND NEW.state IN {FOUND}
               AND (OLD.step_no, OLD.instalment) = (NEW.step_no, NEW.instalment) THEN
                RETURN NULL;
            END IF;
            IF NEW.step_no <> OLD.step_no + 1 OR NOT EXISTS (
                SELECT FROM public.{STEP} s WHERE s.entitlement_id = NEW.id
                   AND s.ordinal = NEW.step_no AND s.state_before = OLD.state
                   AND s.state_after = NEW.state AND s.instalment = NEW.instalment) THEN
                {refuse("entitlement_moves_by_its_steps", "a line moves by its steps")};
            END IF;
            RETURN NULL;
        END""",
    # At the end of the transaction no step is ahead of its line.
    "measures_step_taken": f"""
        BEGIN
            IF NOT EXISTS (SELECT FROM public.{LINE} t WHERE t.id = NEW.entitlement_id
                              AND t.step_no >= NEW.ordinal) THEN
                {refuse("entitlement_step_is_taken", "a step was not taken")};
            END IF;
            RETURN NULL;
        END""",
    # 区审核 and 市复核 are two people.
    "measures_step_by_another": f"""
        BEGIN
            IF NEW.move = 'check' AND NEW.actor_id IS NOT DISTINCT FROM (
                SELECT s.actor_id FROM public.{STEP} s
                 WHERE s.entitlement_id = NEW.entitlement_id AND s.move = 'review'
                   AND s.ordinal < NEW.ordinal ORDER BY s.ordinal DESC LIMIT 1) THEN
                {refuse("entitlement_checked_by_another", "who reviewed a line does not check it")};
            END IF;
            RETURN NULL;
        END""",
    # The account is in the name of who is paid; brackets are written in two ways.
    "measures_account_is_the_payees": f"""
        BEGIN
            IF NOT EXISTS (
                SELECT FROM public.{LINE} e JOIN public.measures_payee p ON p.id = e.payee_id
                 WHERE e.id = NEW.entitlement_id
                   AND translate(p.name, '（） ', '()') = translate(NEW.holder, '（） ', '()')) THEN
                {refuse("payee_account_is_in_its_name", "the account is in another name")};
            END IF;
            RETURN NULL;
        END""",
    "measures_payment_moves": f"""
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF NEW.state <> 'reserved' OR NEW.account_id IS NOT NULL THEN
                    {refuse("payout_begins_reserved", "a payment begins with its reserve")};
                END IF;
                RETURN NULL;
            END IF;
            IF {changed(PAID)}
               OR OLD.state <> 'reserved' AND {changed(SUBMITTED)}
               OR OLD.state NOT IN ('reserved', 'submitted') AND {changed(AGREED)}
               OR OLD.state NOT IN ('reserved', 'submitted', 'approved') AND {changed(GONE)} THEN
                {refuse("payout_is_frozen", "what was submitted does not change")};
            END IF;
            IF OLD.state <> NEW.state
               AND concat(OLD.state, ' ', NEW.state) <> ALL (ARRAY[{listed(PAYMENTS)}]) THEN
                {refuse("payout_moves_on", "a payment does not go this way")};
            END IF;
            IF OLD.state = 'reserved' AND NEW.state = 'submitted'
               AND NEW.digest IS DISTINCT FROM public.measures_payment_digest(NEW.order_no,
                   (SELECT e.payee_id FROM public.{LINE} e WHERE e.id = NEW.entitlement_id),
                   NEW.account_id, NEW.amount) THEN
                {refuse("payout_digest_is_true", "the digest is of something else")};
            END IF;
            RETURN NULL;
        END""",
    # What the book says of a payment is what its state says.
    "measures_payment_booked": f"""
        DECLARE
            pay public.{PAYMENT};
            held numeric;
            gone numeric;
            back numeric;
            stray bigint;
        BEGIN
            IF TG_TABLE_NAME = '{ENTRY}' THEN
                SELECT * INTO pay FROM public.{PAYMENT} p WHERE p.id = NEW.payment_id;
            ELSE
                SELECT * INTO pay FROM public.{PAYMENT} p WHERE p.id = NEW.id;
            END IF;
            SELECT coalesce(sum(amount) FILTER (WHERE debit = 'reserved'), 0)
                   - coalesce(sum(amount) FILTER (WHERE credit = 'reserved'), 0),
                   coalesce(sum(amount) FILTER (WHERE debit = 'paid'), 0)
                   - coalesce(sum(amount) FILTER (WHERE credit = 'paid'), 0),
                   coalesce(sum(amount) FILTER (WHERE move = 'recover'), 0),
                   count(*) FILTER (WHERE budget_id <> pay.budget_id)
              INTO held, gone, back, stray
              FROM public.{ENTRY} WHERE payment_id = pay.id;
            IF stray > 0
               OR held <> (CASE WHEN pay.state IN ('reserved', 'submitted', 'approved')
                                THEN pay.amount ELSE 0 END)
               OR gone + back <> (CASE WHEN pay.state IN ('released', 'settled')
                                       THEN pay.amount ELSE 0 END)
               OR gone < 0 THEN
                {refuse("payout_is_in_the_book", "the book tells another payment")};
            END IF;
            RETURN NULL;
        END""",
    # Never more than is payable, and never more than the best standard of one matter.
    "measures_payment_within": f"""
        DECLARE
            line public.{LINE};
            best numeric;
        BEGIN
            SELECT * INTO line FROM public.{LINE} e WHERE e.id = NEW.entitlement_id;
            IF (SELECT sum(p.amount) FROM public.{PAYMENT} p WHERE p.entitlement_id = line.id
                   AND p.state NOT IN ('void', 'returned')) > coalesce(line.payable, 0) THEN
                {refuse("payout_never_above_what_is_owed", "more than is owed")};
            END IF;
            SELECT max(e.gross) INTO best FROM public.{LINE} e WHERE e.payee_id = line.payee_id
               AND e.matter_id = line.matter_id AND e.period = line.period;
            IF (SELECT sum(p.amount) - coalesce(sum(r.back), 0)
                  FROM public.{PAYMENT} p
                  JOIN public.{LINE} e ON e.id = p.entitlement_id
                  LEFT JOIN LATERAL (SELECT sum(l.amount) AS back FROM public.{ENTRY} l
                                      WHERE l.payment_id = p.id AND l.move = 'recover') r ON true
                 WHERE e.payee_id = line.payee_id AND e.matter_id = line.matter_id
                   AND e.period = line.period AND p.state NOT IN ('void', 'returned')) > best THEN
                {refuse("payout_never_above_the_best", "more than the best standard")};
            END IF;
            RETURN NULL;
        END""",
    # Budget and book agree; of many entries of one transaction the last one asks for all.
    "measures_budget_booked": f"""
        DECLARE
            book public.{BUDGET};
            of_budget bigint;
            granted numeric;
            left_over numeric;
        BEGIN
            IF TG_TABLE_NAME = '{ENTRY}' THEN
                IF EXISTS (SELECT FROM public.{ENTRY} l WHERE l.budget_id = NEW.budget_id
                              AND l.id > NEW.id AND l.xid = NEW.xid) THEN
                    RETURN NULL;
                END IF;
                of_budget := NEW.budget_id;
            ELSE
                of_budget := NEW.id;
            END IF;
            SELECT * INTO book FROM public.{BUDGET} b WHERE b.id = of_budget;
            SELECT coalesce(sum(amount) FILTER (WHERE credit = 'source'), 0)
                   - coalesce(sum(amount) FILTER (WHERE debit = 'source'), 0),
                   coalesce(sum(amount) FILTER (WHERE debit = 'available'), 0)
                   - coalesce(sum(amount) FILTER (WHERE credit = 'available'), 0)
              INTO granted, left_over FROM public.{ENTRY} WHERE budget_id = of_budget;
            IF book.total <> granted OR book.total - book.committed <> left_over THEN
                {refuse("budget_equals_its_book", "a budget and its book differ")};
            END IF;
            RETURN NULL;
        END""",
    # The total of a batch is that of its payments.
    "measures_batch_adds_up": f"""
        DECLARE
            of_batch bigint;
            told numeric;
            told_lines bigint;
            found numeric;
            found_lines bigint;
        BEGIN
            IF TG_TABLE_NAME = '{PAYMENT}' THEN
                IF TG_OP = 'INSERT' AND EXISTS (
                    SELECT FROM public.{PAYMENT} p WHERE p.batch_id = NEW.batch_id
                       AND p.id > NEW.id AND p.xid = NEW.xid) THEN
                    RETURN NULL;
                END IF;
                of_batch := NEW.batch_id;
            ELSE
                of_batch := NEW.id;
            END IF;
            SELECT b.total, b.lines INTO told, told_lines
              FROM public.{BATCH} b WHERE b.id = of_batch;
            SELECT coalesce(sum(p.amount), 0), count(DISTINCT p.entitlement_id)
              INTO found, found_lines FROM public.{PAYMENT} p
             WHERE p.batch_id = of_batch AND p.state NOT IN ('void', 'returned');
            IF told <> found OR told_lines <> found_lines THEN
                {refuse("disbursement_adds_up", "the total of a batch is not that of its lines")};
            END IF;
            RETURN NULL;
        END""",
}
DEFERRED = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION"
TRIGGERS = (
    (
        "moves",
        LINE,
        "AFTER INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION measures_line_moves()",
    ),
    ("taken", STEP, f"CONSTRAINT AFTER INSERT ON {{}} {DEFERRED} measures_step_taken()"),
    (
        "another",
        STEP,
        "AFTER INSERT ON {} FOR EACH ROW EXECUTE FUNCTION measures_step_by_another()",
    ),
    (
        "named",
        ACCOUNT,
        "AFTER INSERT ON {} FOR EACH ROW EXECUTE FUNCTION measures_account_is_the_payees()",
    ),
    (
        "moves",
        PAYMENT,
        "AFTER INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION measures_payment_moves()",
    ),
    (
        "booked",
        PAYMENT,
        f"CONSTRAINT AFTER INSERT OR UPDATE OF state ON {{}} {DEFERRED} measures_payment_booked()",
    ),
    ("within", PAYMENT, f"CONSTRAINT AFTER INSERT ON {{}} {DEFERRED} measures_payment_within()"),
    ("adds_up", PAYMENT, f"CONSTRAINT AFTER INSERT ON {{}} {DEFERRED} measures_batch_adds_up()"),
    (
        "leaves",
        PAYMENT,
        (
            "CONSTRAINT AFTER UPDATE OF state ON {} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " WHEN (NEW.state IN ('void', 'returned')) EXECUTE FUNCTION measures_batch_adds_up()"
        ),
    ),
    (
        "adds_up",
        BATCH,
        f"CONSTRAINT AFTER INSERT OR UPDATE OF total, lines ON {{}} {DEFERRED} measures_batch_adds_up()",
    ),
    (
        "booked",
        BUDGET,
        f"CONSTRAINT AFTER INSERT OR UPDATE OF total, committed ON {{}} {DEFERRED} measures_budget_booked()",
    ),
    ("booked", ENTRY, f"CONSTRAINT AFTER INSERT ON {{}} {DEFERRED} measures_budget_booked()"),
    (
        "told",
        ENTRY,
        (
            "CONSTRAINT AFTER INSERT ON {} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
            " WHEN (NEW.payment_id IS NOT NULL) EXECUTE FUNCTION measures_payment_booked()"
        ),
    ),
)


def trigger(name: str, table: str, words: str) -> migrations.RunSQL:
    kind = "CONSTRAINT TRIGGER" if words.startswith("CONSTRAINT ") else "TRIGGER"
    text = words.removeprefix("CONSTRAINT ").format(table)
    return migrations.RunSQL(f"CREATE {kind} {name} {text}", f"DROP TRIGGER {name} ON {table}")


def function(name: str, body: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""CREATE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql
            SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$ {body}
            $function$""",
        f"DROP FUNCTION public.{name}()",
    )


def closed(name: str) -> migrations.RunSQL:
    """The function runs as who may read everything, and nobody calls it by himself."""
    return migrations.RunSQL(
        [
            f"REVOKE ALL ON FUNCTION public.{name}() FROM PUBLIC",
            f"ALTER FUNCTION public.{name}() OWNER TO app_definer",
        ],
        migrations.RunSQL.noop,
    )


def constraint(table: str, name: str, words: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def written_by(table: str) -> migrations.RunSQL:
    """Which transaction wrote a row."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()",
        f"ALTER TABLE {table} DROP COLUMN xid",
    )


class Migration(migrations.Migration):
    dependencies = [("measures", "0006_money_tables"), ("files", "0002_walls")]

    operations = [
        policies.scoped_table(BUDGET),
        policies.scoped_table(ENTRY),
        policies.scope_key(ENTRY, BUDGET, key="budget_id"),
        policies.append_only(ENTRY),
        *(policies.scoped_table(table) for table in OF_LINES),
        *(policies.scope_key(table, LINE, key="entitlement_id") for table in OF_LINES),
        policies.append_only(STEP),
        policies.append_only(ACCOUNT, free=("number", "number_index")),
        policies.guarded_table(NOTICE, read="true", write=OWN),
        policies.append_only(NOTICE),
        policies.guarded_table(
            BATCH,
            read=f"""jurisdiction_id = ANY({READ}) OR EXISTS (SELECT FROM {PAYMENT} p
                WHERE p.batch_id = {BATCH}.id AND p.jurisdiction_id = ANY({READ}))""",
            write=OWN,
        ),
        *(written_by(table) for table in (ENTRY, PAYMENT)),
        migrations.RunSQL(
            [known("measures_flow", FLOW), known("measures_book", BOOK), DIGEST],
            [
                "DROP FUNCTION measures_payment_digest(text, bigint, bigint, numeric)",
                "DROP FUNCTION measures_book(text, text, text)",
                "DROP FUNCTION measures_flow(text, text, text)",
            ],
        ),
        constraint(
            STEP,
            "entitlement_step_is_in_the_table",
            "CHECK (measures_flow(move, state_before, state_after))",
        ),
        constraint(
            ENTRY, "ledger_entry_is_in_the_book", "CHECK (measures_book(move, debit, credit))"
        ),
        constraint(
            ENTRY,
            "ledger_entry_names_its_payment",
            "CHECK ((payment_id IS NULL) = (move IN ('allot', 'cut', 'close')))",
        ),
        constraint(
            PAYMENT,
            "payout_goes_to_its_lines_account",
            f"FOREIGN KEY (account_id, entitlement_id) REFERENCES {ACCOUNT} (id, entitlement_id)",
        ),
        *(function(name, body) for name, body in FUNCTIONS.items()),
        *(trigger(*words) for words in TRIGGERS),
        *(closed(name) for name in FUNCTIONS),
    ]
