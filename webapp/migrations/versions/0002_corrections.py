"""Answers graded again"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid, Json, UtcDateTime

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('correction',
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('key_version', sa.Integer(), nullable=False),
    sa.Column('score', sa.Float(), nullable=False),
    sa.Column('right', sa.Boolean(), nullable=False),
    sa.Column('keys', Json(), nullable=True),
    sa.Column('harms', Json(), nullable=True),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('corrected_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_correction')),
    sqlite_with_rowid=False
    )


def downgrade():
    op.drop_table('correction')
