"""Where a person stands is kept with what they share, not worked out at each look"""

import sqlalchemy as sa
from alembic import op
from webapp.database import UtcDateTime

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    # NULL is « not worked out yet »: the next start, or the next answer, does it.
    op.add_column('participation', sa.Column('progress', sa.String(length=12), nullable=True))
    op.add_column(
        'participation', sa.Column('line', sa.Text(), nullable=False, server_default='')
    )
    op.add_column(
        'participation', sa.Column('next_action', sa.Text(), nullable=False, server_default='')
    )
    op.add_column('participation', sa.Column('answered_at', UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE participation SET progress = 'private' "
        'WHERE consent_at IS NULL OR revoked_at IS NOT NULL'
    )
    op.create_index('ix_participation_latest', 'participation',
                    ['organisation_id', 'prescription_id', 'created_at'])
    op.create_index('ix_participation_progress', 'participation',
                    ['organisation_id', 'prescription_id', 'progress', 'created_at'])


def downgrade():
    op.drop_index('ix_participation_progress', 'participation')
    op.drop_index('ix_participation_latest', 'participation')
    for column in ('answered_at', 'next_action', 'line', 'progress'):
        op.drop_column('participation', column)
