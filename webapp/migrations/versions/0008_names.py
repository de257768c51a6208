"""Names are found and ordered by a key that is kept; people of one name are told apart; a note for the team"""

from itertools import count

import sqlalchemy as sa
from alembic import op
from webapp.accounts import names
from webapp.database import CompactUuid

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

BATCH = 5_000
NAME_KEY = sa.String(length=120).with_variant(sa.String(length=120, collation='C'), 'postgresql')
PEOPLE = sa.table(
    'participation',
    sa.column('organisation_id', CompactUuid()), sa.column('prescription_id', CompactUuid()),
    sa.column('learner_id', CompactUuid()), sa.column('first_name', sa.String()),
    sa.column('progress', sa.String()), sa.column('created_at'),
    sa.column('name_key', sa.String()), sa.column('namesake', sa.Integer()),
)
KEY = ('organisation_id', 'prescription_id', 'learner_id')


def upgrade():
    op.add_column('prescription', sa.Column('note', sa.String(length=200), nullable=False, server_default=''))
    op.add_column('participation', sa.Column(
        'name_key', NAME_KEY, nullable=False, server_default=names.key('Une personne')))
    op.add_column('participation', sa.Column('namesake', sa.Integer(), nullable=False, server_default='1'))
    _name_those_who_share(op.get_bind())
    op.create_index('ix_participation_name', 'participation',
                    ['organisation_id', 'prescription_id', 'name_key', 'namesake'])


def _name_those_who_share(connection):
    shared = sa.or_(PEOPLE.c.progress.is_(None), PEOPLE.c.progress != 'private')
    rows = connection.execute(
        sa.select(*(PEOPLE.c[name] for name in KEY), PEOPLE.c.first_name)
        .where(shared).order_by(PEOPLE.c.created_at)
    ).all()
    numbers, named = {}, []
    for organisation_id, prescription_id, learner_id, first_name in rows:
        key = names.key(first_name or 'Sans prénom')
        number = next(numbers.setdefault((prescription_id, key), count(1)))
        named.append({'of_organisation': organisation_id, 'of_prescription': prescription_id,
                      'of_learner': learner_id, 'key': key, 'number': number})
    update = sa.update(PEOPLE).where(
        PEOPLE.c.organisation_id == sa.bindparam('of_organisation'),
        PEOPLE.c.prescription_id == sa.bindparam('of_prescription'),
        PEOPLE.c.learner_id == sa.bindparam('of_learner'),
    ).values(name_key=sa.bindparam('key'), namesake=sa.bindparam('number'))
    for start in range(0, len(named), BATCH):
        connection.execute(update, named[start:start + BATCH])


def downgrade():
    op.drop_index('ix_participation_name', 'participation')
    op.drop_column('participation', 'namesake')
    op.drop_column('participation', 'name_key')
    op.drop_column('prescription', 'note')
