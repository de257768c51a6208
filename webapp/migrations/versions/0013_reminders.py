"""Where to write when a review is due"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid, UtcDateTime

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'reminder',
        sa.Column('learner_id', CompactUuid(), primary_key=True),
        sa.Column('id', CompactUuid(), nullable=False),
        sa.Column('address', sa.String(254), nullable=False),
        sa.Column('asked_at', UtcDateTime(), nullable=False),
        sa.Column('mailed_at', UtcDateTime()),
        sa.Column('confirmed_at', UtcDateTime()),
        sa.Column('reminded_at', UtcDateTime()),
        sa.UniqueConstraint('id', name='uq_reminder_id'),
    )


def downgrade():
    op.drop_table('reminder')
