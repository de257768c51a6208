"""First tables"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid, Json, UtcDateTime

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('action',
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('question_id', CompactUuid(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('action', Json(), nullable=True),
    sa.Column('done_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('learner_id', 'question_id', 'step', name=op.f('pk_action')),
    sqlite_with_rowid=False
    )
    op.create_table('adviser',
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_adviser')),
    sa.UniqueConstraint('email', name=op.f('uq_adviser_email'))
    )
    op.create_table('answer',
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('sitting_id', CompactUuid(), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.Column('response', Json(), nullable=True),
    sa.Column('score', sa.Float(), nullable=True),
    sa.Column('right', sa.Boolean(), nullable=True),
    sa.Column('keys', Json(), nullable=True),
    sa.Column('harms', Json(), nullable=True),
    sa.Column('grader_version', sa.Integer(), nullable=False),
    sa.Column('hint', sa.Boolean(), nullable=False),
    sa.Column('help', sa.String(length=12), nullable=False),
    sa.Column('locale', sa.String(length=12), nullable=False),
    sa.Column('display', Json(), nullable=True),
    sa.Column('recorded_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_answer')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.create_index('ix_answer_sitting', ['learner_id', 'sitting_id'], unique=False)

    op.create_table('auth_session',
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('person_id', CompactUuid(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('seen_at', UtcDateTime(), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('revoked_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_auth_session'))
    )
    with op.batch_alter_table('auth_session', schema=None) as batch_op:
        batch_op.create_index('ix_auth_session_person', ['kind', 'person_id'], unique=False)

    op.create_table('consultation',
    sa.Column('organisation_id', CompactUuid(), nullable=False),
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('adviser_id', CompactUuid(), nullable=False),
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_consultation'))
    )
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.create_index('ix_consultation_learner', ['learner_id', 'at'], unique=False)

    op.create_table('learner',
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learner'))
    )
    op.create_table('membership',
    sa.Column('organisation_id', CompactUuid(), nullable=False),
    sa.Column('adviser_id', CompactUuid(), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('organisation_id', 'adviser_id', name=op.f('pk_membership'))
    )
    op.create_table('one_time_link',
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('organisation_id', CompactUuid(), nullable=True),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('expires_at', UtcDateTime(), nullable=False),
    sa.Column('used_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_one_time_link'))
    )
    op.create_table('organisation',
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation'))
    )
    op.create_table('participation',
    sa.Column('organisation_id', CompactUuid(), nullable=False),
    sa.Column('prescription_id', CompactUuid(), nullable=False),
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('sitting_id', CompactUuid(), nullable=False),
    sa.Column('first_name', sa.String(length=40), nullable=False),
    sa.Column('consent_at', UtcDateTime(), nullable=True),
    sa.Column('revoked_at', UtcDateTime(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('organisation_id', 'prescription_id', 'learner_id', name=op.f('pk_participation'))
    )
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.create_index('ix_participation_learner', ['learner_id'], unique=False)

    op.create_table('prescription',
    sa.Column('organisation_id', CompactUuid(), nullable=False),
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('adviser_id', CompactUuid(), nullable=False),
    sa.Column('parcours_id', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.Column('deleted_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('organisation_id', 'id', name=op.f('pk_prescription'))
    )
    with op.batch_alter_table('prescription', schema=None) as batch_op:
        batch_op.create_index('ix_prescription_code', ['code'], unique=True)

    op.create_table('question',
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('sitting_id', CompactUuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.String(length=40), nullable=False),
    sa.Column('item_version', sa.Integer(), nullable=False),
    sa.Column('item_hash', sa.String(length=64), nullable=False),
    sa.Column('variant', sa.String(length=80), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('shown_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_question')),
    sa.UniqueConstraint('learner_id', 'sitting_id', 'position', name=op.f('uq_question_learner_id_sitting_id_position')),
    sqlite_with_rowid=False
    )
    op.create_table('sitting',
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('id', CompactUuid(), nullable=False),
    sa.Column('purpose', sa.String(length=16), nullable=False),
    sa.Column('rules', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('catalogue_version', sa.String(length=64), nullable=False),
    sa.Column('started_at', UtcDateTime(), nullable=False),
    sa.Column('ended_at', UtcDateTime(), nullable=True),
    sa.Column('end_reason', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('learner_id', 'id', name=op.f('pk_sitting')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.create_index('ix_sitting_started', ['learner_id', 'started_at'], unique=False)

    op.create_table('step_read',
    sa.Column('learner_id', CompactUuid(), nullable=False),
    sa.Column('sitting_id', CompactUuid(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('read_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('learner_id', 'sitting_id', 'step', name=op.f('pk_step_read')),
    sqlite_with_rowid=False
    )
    op.create_table('tries',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('first_at', UtcDateTime(), nullable=False),
    sa.Column('locked_until', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_tries'))
    )


def downgrade():
    op.drop_table('tries')
    op.drop_table('step_read')
    with op.batch_alter_table('sitting', schema=None) as batch_op:
        batch_op.drop_index('ix_sitting_started')

    op.drop_table('sitting')
    op.drop_table('question')
    with op.batch_alter_table('prescription', schema=None) as batch_op:
        batch_op.drop_index('ix_prescription_code')

    op.drop_table('prescription')
    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_index('ix_participation_learner')

    op.drop_table('participation')
    op.drop_table('organisation')
    op.drop_table('one_time_link')
    op.drop_table('membership')
    op.drop_table('learner')
    with op.batch_alter_table('consultation', schema=None) as batch_op:
        batch_op.drop_index('ix_consultation_learner')

    op.drop_table('consultation')
    with op.batch_alter_table('auth_session', schema=None) as batch_op:
        batch_op.drop_index('ix_auth_session_person')

    op.drop_table('auth_session')
    with op.batch_alter_table('answer', schema=None) as batch_op:
        batch_op.drop_index('ix_answer_sitting')

    op.drop_table('answer')
    op.drop_table('adviser')
    op.drop_table('action')
