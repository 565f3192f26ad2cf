-- What the service and the auditor may do, once the tables are there; again after each upgrade:
--
--     psql --file grants.sql postgres
--
-- as a superuser, with the same names as for roles.sql. Everything is taken away first, so
-- that what stands here is all there is. A table that is not named here is closed to both.
\set ON_ERROR_STOP on
\if :{?releases} \else \set releases hotspots_releases \endif
\if :{?access}   \else \set access   hotspots_access   \endif
\if :{?service}  \else \set service  hotspots_service  \endif
\if :{?auditor}  \else \set auditor  hotspots_auditor  \endif
\if :{?schema}   \else \set schema   public            \endif

\connect :"releases"
BEGIN;
SET LOCAL search_path TO :"schema";
REVOKE ALL ON ALL TABLES IN SCHEMA :"schema" FROM PUBLIC, :"service", :"auditor";
-- The service reads what was published, and publishes nothing.
GRANT SELECT ON content, release, release_layer, release_withdrawn, store_schema_version TO :"service";
COMMIT;

\connect :"access"
BEGIN;
SET LOCAL search_path TO :"schema";
REVOKE ALL ON ALL TABLES IN SCHEMA :"schema" FROM PUBLIC, :"service", :"auditor";
GRANT SELECT ON access_schema_version TO :"service", :"auditor";
-- The trail only grows. Its head is one row that moves on; a head set back shows (its events stay).
GRANT SELECT, INSERT ON audit_event TO :"service";
GRANT SELECT, INSERT, UPDATE ON audit_head TO :"service";
GRANT SELECT ON audit_event, audit_head TO :"auditor";
-- Keys, sign-in links and share links are the co-ordinator's to make and to revoke.
GRANT SELECT ON api_key, sign_in_link, share_link TO :"service";
GRANT UPDATE (used_at) ON sign_in_link TO :"service";
GRANT UPDATE (views) ON share_link TO :"service";
-- Who is signed in, who is about to, and how much of a minute is used.
GRANT SELECT, INSERT, UPDATE ON sign_in_person TO :"service";
GRANT SELECT, INSERT, DELETE ON sign_in_attempt, share_visit TO :"service";
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_session, quota_use TO :"service";
COMMIT;
