-- The tables of a Docmost wiki that Wikivault reads and writes, with Docmost's names, for the private Postgres of
-- `./start --stack`. A real wiki brings its own; this is never run against one.
CREATE TABLE workspaces (
    id uuid PRIMARY KEY,
    name varchar,
    description text,
    hostname varchar,
    settings jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    name varchar,
    email varchar NOT NULL,
    role varchar,
    workspace_id uuid REFERENCES workspaces ON DELETE CASCADE,
    deactivated_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    UNIQUE (email, workspace_id)
);

CREATE TABLE spaces (
    id uuid PRIMARY KEY,
    name varchar,
    description text,
    slug varchar NOT NULL,
    logo varchar,
    visibility varchar NOT NULL DEFAULT 'private',
    default_role varchar NOT NULL DEFAULT 'writer',
    creator_id uuid REFERENCES users,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    settings jsonb,
    is_personal boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    UNIQUE (slug, workspace_id)
);

CREATE TABLE pages (
    id uuid PRIMARY KEY,
    slug_id varchar NOT NULL UNIQUE,
    title varchar,
    icon varchar,
    cover_photo varchar,
    "position" varchar,
    content jsonb,
    ydoc bytea,
    text_content text,
    parent_page_id uuid REFERENCES pages ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    creator_id uuid REFERENCES users,
    last_updated_by_id uuid REFERENCES users,
    deleted_by_id uuid REFERENCES users,
    space_id uuid NOT NULL REFERENCES spaces ON DELETE CASCADE,
    workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
    is_locked boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    contributor_ids uuid[] DEFAULT '{}',
    is_base boolean NOT NULL DEFAULT false,
    base_schema_version integer NOT NULL DEFAULT 0
);
CREATE INDEX ON pages (space_id, parent_page_id, "position" COLLATE "C") WHERE deleted_at IS NULL;
CREATE INDEX ON pages (space_id, updated_at DESC) WHERE deleted_at IS NULL;

CREATE TABLE page_history (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    page_id uuid NOT NULL REFERENCES pages ON DELETE CASCADE,
    slug_id varchar,
    title varchar,
    content jsonb,
    slug varchar,
    icon varchar,
    cover_photo varchar,
    version integer,
    last_updated_by_id uuid,
    space_id uuid NOT NULL,
    workspace_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    contributor_ids uuid[] DEFAULT '{}'
);
CREATE INDEX ON page_history (page_id, created_at DESC);
