"""What payees were paid for a matter before."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from measures.choices import OncePer
from measures.models import Matter
from measures.queries.finding.moment import Moment
from measures.queries.finding.paid import ctes
from wuhan_smes.many_rows import array


@dataclass(frozen=True, slots=True)
class Paid:
    """Of one payee and matter: `told` by lists of the past (None: somebody was paid, and nobody
    said how much), `sent` by our own payments, `approved` and not paid yet (`reserved` of it are in
    a batch), `recovered` as the book has it.
    """

    told: Decimal | None = Decimal(0)
    approved: Decimal = Decimal(0)
    recovered: Decimal = Decimal(0)
    sent: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)

    @property
    def paid(self) -> Decimal | None:
        """By anyone, whatever became of it afterwards."""
        return None if self.told is None else self.told + self.sent


def paid_for(
    payee_ids: Collection[int], matter: Matter, *, period: int | None = None
) -> dict[int, Paid]:
    """By payee; whoever was never paid is there with nothing. `period` None: of all periods.

    Asked within a reach that sees the whole city: what another unit paid counts.
    """
    once = OncePer.LIFETIME if period is None else OncePer(matter.once_per)
    sql = f"""WITH RECURSIVE claims AS (
            SELECT y.id AS payee_id, coalesce(kin.root, y.enterprise_id, -y.id) AS id,
                   %s::int AS period
              FROM measures_payee y LEFT JOIN kin ON kin.id = y.enterprise_id
             WHERE y.id = ANY (%s::bigint[])
        ), {ctes(matter, once, Moment.now(), every=period is None)}
        SELECT c.payee_id, p.paid, coalesce(p.unclear, 0), coalesce(b.approved, 0),
               coalesce(b.recovered, 0), coalesce(b.sent, 0), coalesce(b.reserved, 0)
          FROM claims c LEFT JOIN paid p ON p.id = c.id AND p.period = c.period
          LEFT JOIN bound b ON b.id = c.id AND b.period = c.period"""  # noqa: S608 - constants and numbers
    with connection.cursor() as cursor:
        cursor.execute(sql, [period or 0, array(payee_ids)])
        return {
            payee: Paid(None if unclear else told or Decimal(0), *ours)
            for payee, told, unclear, *ours in cursor.fetchall()
        }
