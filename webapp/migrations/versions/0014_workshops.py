"""Workshops of an organisation, and who asked for a place"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid, UtcDateTime

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'workshop',
        sa.Column('organisation_id', CompactUuid(), primary_key=True),
        sa.Column('id', CompactUuid(), primary_key=True),
        sa.Column('adviser_id', CompactUuid(), nullable=False),
        sa.Column('title', sa.String(80), nullable=False),
        sa.Column('starts_at', UtcDateTime(), nullable=False),
        sa.Column('minutes', sa.Integer(), nullable=False),
        sa.Column('venue', sa.String(200), nullable=False),
        sa.Column('bring', sa.String(200), nullable=False),
        sa.Column('seats', sa.Integer(), nullable=False),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('cancelled_at', UtcDateTime()),
    )
    op.create_index('ix_workshop_date', 'workshop', ['organisation_id', 'starts_at'])
    op.create_table(
        'registration',
        sa.Column('organisation_id', CompactUuid(), primary_key=True),
        sa.Column('workshop_id', CompactUuid(), primary_key=True),
        sa.Column('id', CompactUuid(), primary_key=True),
        sa.Column('learner_id', CompactUuid()),
        sa.Column('first_name', sa.String(40), nullable=False),
        sa.Column('asked_at', UtcDateTime(), nullable=False),
        sa.Column('cancelled_at', UtcDateTime()),
        sa.Column('attendance', sa.String(8), nullable=False),
    )
    op.create_index('ix_registration_learner', 'registration', ['learner_id'])


def downgrade():
    for table in ('registration', 'workshop'):
        op.drop_table(table)
