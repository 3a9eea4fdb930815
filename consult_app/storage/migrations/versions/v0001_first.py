"""The first schema: clinic, people, patients, drafts, and the insert-only record of finished plans."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSERT_ONLY = {
    "plan": ("id", "number"),
    "session": (),
    "handout": ("id",),
    "addendum": (),
    "session_mark": (),
    "protocol_confirmation": (),
    "protocol_in_use": (),
    "own_product": (),
    "audit": (),
}


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "clinic",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "provider",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("credentials", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("added_at", instant, nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("running", sa.Integer, nullable=False, unique=True),
        sa.Column("family_name", sa.String, nullable=False),
        sa.Column("given_name", sa.String, nullable=False),
        sa.Column("preferred_name", sa.String, nullable=False),
        sa.Column("birth_date", sa.Date),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("chart", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("allergies", sa.LargeBinary, nullable=False),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("norm", sa.String, nullable=False),
        sa.Column("norm_given", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("phone_back", sa.String, nullable=False),
        sa.Column("chart_norm", sa.String, nullable=False),
    )
    op.create_index("ix_patient_norm_birth", "patient", ["norm", "birth_date"])
    op.create_index("ix_patient_given_birth", "patient", ["norm_given", "birth_date"])
    for column in ("birth_date", "phone_back", "chart_norm"):
        op.create_index(f"ix_patient_{column}", "patient", [column])
    op.create_table(
        "draft",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("patient_id", sa.String, sa.ForeignKey("patient.id")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_draft_patient_id", "draft", ["patient_id"])
    op.create_index("ix_draft_saved_at", "draft", ["saved_at"])
    op.create_table(
        "draft_set_aside",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("draft_id", sa.String, nullable=False),
        sa.Column("patient_id", sa.String),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("set_aside_at", instant, nullable=False),
    )
    op.create_table(
        "plan",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("number_norm", sa.String, nullable=False),
        sa.Column("patient_id", sa.String, sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("follows", sa.String, sa.ForeignKey("plan.id")),
        sa.Column("consultation_date", sa.Date, nullable=False),
        sa.Column("entered_at", instant, nullable=False),
        sa.Column("signed_by", sa.String, nullable=False),
        sa.Column("credentials", sa.String, nullable=False),
        sa.Column("protocol_id", sa.String, nullable=False),
        sa.Column("protocol_version", sa.String, nullable=False),
        sa.Column("protocol_sha256", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("earliest", sa.Date),
        sa.Column("treated", sa.Boolean, nullable=False),
        sa.Column("concerns", sa.String, nullable=False),
        sa.Column("departures", sa.Integer, nullable=False),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_plan_consulted", "plan", ["consultation_date", "seq"])
    op.create_index("ix_plan_number_norm", "plan", ["number_norm"])
    op.create_index("ix_plan_patient_id", "plan", ["patient_id"])
    op.create_index("ix_plan_signed_by", "plan", ["signed_by"])
    op.create_table(
        "session",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.String, sa.ForeignKey("plan.id"), nullable=False),
        sa.Column("maintenance", sa.Boolean, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.UniqueConstraint("plan_id", "maintenance", "number", name="uq_session_number"),
    )
    op.create_index("ix_session_day", "session", ["day"])
    op.create_table(
        "session_mark",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.String, sa.ForeignKey("plan.id"), nullable=False),
        sa.Column("maintenance", sa.Boolean, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("departures", sa.String, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("by_credentials", sa.String, nullable=False),
        sa.Column("at", instant, nullable=False),
    )
    op.create_index("ix_session_mark_session", "session_mark", ["plan_id", "maintenance", "number"])
    op.create_index("ix_session_mark_day", "session_mark", ["day"])
    op.create_table(
        "sheet_words",
        sa.Column("plan_id", sa.String, sa.ForeignKey("plan.id"), primary_key=True),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "handout",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("plan_id", sa.String, sa.ForeignKey("plan.id"), nullable=False),
        sa.Column("sheet", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("paper", sa.String, nullable=False),
        sa.Column("large_print", sa.Boolean, nullable=False),
        sa.Column("letterhead", sa.Boolean, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("by_name", sa.String),
        sa.Column("by_credentials", sa.String),
        sa.Column("how", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("ended", sa.String),
        sa.Column("snapshot_format", sa.Integer, nullable=False),
        sa.Column("edits", sa.LargeBinary, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_handout_plan_id", "handout", ["plan_id"])
    op.create_table(
        "addendum",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.String, sa.ForeignKey("plan.id"), nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("by_credentials", sa.String, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("text", sa.String, nullable=False),
    )
    op.create_index("ix_addendum_plan_id", "addendum", ["plan_id"])
    op.create_table(
        "protocol_confirmation",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("protocol_id", sa.String, nullable=False),
        sa.Column("protocol_version", sa.String, nullable=False),
        sa.Column("value_key", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("by_credentials", sa.String, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
    op.create_table(
        "protocol_in_use",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("protocol_id", sa.String, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("by_credentials", sa.String, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "own_product",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("aliases", sa.String, nullable=False),
        sa.Column("categories", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("by_credentials", sa.String, nullable=False),
        sa.Column("at", instant, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", instant, nullable=False),
        sa.Column("by_id", sa.String, nullable=False),
        sa.Column("event", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("subject_id", sa.String, nullable=False),
        sa.Column("fields", sa.String, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_audit_subject", "audit", ["subject", "subject_id"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("last", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
    )
    for table, keys in INSERT_ONLY.items():
        guard(table, keys)


def guard(table: str, keys: tuple[str, ...]) -> None:
    """Refuse every change of a row. INSERT OR REPLACE deletes without a delete trigger, so it is refused too."""
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
        )
    same = " OR ".join(f"{key} = NEW.{key}" for key in ("seq", *keys))
    if table == "session":
        same += " OR (plan_id = NEW.plan_id AND maintenance = NEW.maintenance AND number = NEW.number)"
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"
    )
