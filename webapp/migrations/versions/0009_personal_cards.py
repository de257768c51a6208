"""A person's own card opens their work on another device"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid, UtcDateTime

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'personal_card',
        sa.Column('token_hash', sa.LargeBinary(32), primary_key=True),
        sa.Column('code_key', sa.LargeBinary(32), nullable=False),
        sa.Column('learner_id', CompactUuid(), nullable=False),
        sa.Column('adviser_id', CompactUuid()),
        sa.Column('made_at', UtcDateTime(), nullable=False),
        sa.Column('expires_at', UtcDateTime(), nullable=False),
        sa.Column('ended_at', UtcDateTime()),
    )
    op.create_index('ix_personal_card_code', 'personal_card', ['code_key'], unique=True)
    op.create_index('ix_personal_card_learner', 'personal_card', ['learner_id'])


def downgrade():
    op.drop_table('personal_card')
