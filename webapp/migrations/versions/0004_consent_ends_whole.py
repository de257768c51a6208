"""A consent that ended, or whose parcours was deleted, keeps no first name"""

from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "update participation set revoked_at = coalesce(revoked_at, (select p.deleted_at from prescription p "
        "where p.id = participation.prescription_id and p.organisation_id = participation.organisation_id))"
    )
    op.execute("update participation set first_name = '' where revoked_at is not null")


def downgrade():
    """What was cleared does not come back."""
