"""What a person wants"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('learner') as table:
        table.add_column(sa.Column('goal', sa.String(16)))


def downgrade():
    with op.batch_alter_table('learner') as table:
        table.drop_column('goal')
