"""The directory of places near home, communes, and the places an organisation puts first"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid, UtcDateTime

KEY = sa.String(120).with_variant(sa.String(120, collation='C'), 'postgresql')

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'directory',
        sa.Column('name', sa.String(80), primary_key=True),
        sa.Column('imported_at', UtcDateTime(), nullable=False),
    )
    op.create_table(
        'place',
        sa.Column('id', CompactUuid(), primary_key=True),
        sa.Column('directory', sa.String(80), nullable=False),
        sa.Column('name', sa.String(200), nullable=False),
        sa.Column('address', sa.String(300), nullable=False),
        sa.Column('postcode', sa.String(5), nullable=False),
        sa.Column('commune', sa.String(80), nullable=False),
        sa.Column('commune_key', KEY, nullable=False),
        sa.Column('latitude', sa.Float()),
        sa.Column('longitude', sa.Float()),
        sa.Column('cell', sa.Integer()),
        sa.Column('phone', sa.String(30), nullable=False),
        sa.Column('email', sa.String(254), nullable=False),
        sa.Column('website', sa.String(300), nullable=False),
        sa.Column('access_link', sa.String(300), nullable=False),
        sa.Column('hours', sa.String(500), nullable=False),
        sa.Column('about', sa.Text(), nullable=False),
        sa.Column('features', sa.Integer(), nullable=False),
        sa.Column('twin_key', sa.String(250), nullable=False),
        sa.Column('source', sa.String(80), nullable=False),
        sa.Column('updated_on', sa.Date(), nullable=False),
        sa.Column('seen_at', UtcDateTime(), nullable=False),
        sa.Column('retired_at', UtcDateTime()),
        sa.Column('shown', sa.Boolean(), nullable=False),
    )
    op.create_index('ix_place_cell', 'place', ['cell'])
    op.create_index('ix_place_postcode', 'place', ['postcode', 'name'])
    op.create_index('ix_place_directory', 'place', ['directory', 'seen_at'])
    op.create_index('ix_place_twin', 'place', ['twin_key'])
    op.create_table(
        'commune',
        sa.Column('postcode', sa.String(5), primary_key=True),
        sa.Column('key', KEY, primary_key=True),
        sa.Column('name', sa.String(80), nullable=False),
        sa.Column('latitude', sa.Float()),
        sa.Column('longitude', sa.Float()),
        sa.Column('official', sa.Boolean(), nullable=False),
    )
    op.create_index('ix_commune_key', 'commune', ['key'])
    op.create_table(
        'own_place',
        sa.Column('organisation_id', CompactUuid(), primary_key=True),
        sa.Column('place_id', CompactUuid(), primary_key=True),
        sa.Column('added_at', UtcDateTime(), nullable=False),
    )


def downgrade():
    for table in ('own_place', 'commune', 'place', 'directory'):
        op.drop_table(table)
