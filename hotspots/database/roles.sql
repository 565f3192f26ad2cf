-- Roles and databases on PostgreSQL, made once by a superuser:
--
--     psql --file roles.sql postgres
--
-- Then the co-ordinator opens each database (`hotspots run`, `hotspots key list`), which makes its
-- tables, and grants.sql says what the service and the auditor may do with them.
--
-- Names are chosen with --set, for instance --set service=derby_service; each owner has the name
-- of its database. Where several authorities share the databases, run both scripts once for each,
-- with --set schema=authority_e06000015 and a service role of its own. It sets no passwords:
-- \password NAME asks for one, or use certificates.
\set ON_ERROR_STOP on
\if :{?register} \else \set register hotspots_register \endif
\if :{?releases} \else \set releases hotspots_releases \endif
\if :{?access}   \else \set access   hotspots_access   \endif
\if :{?service}  \else \set service  hotspots_service  \endif
\if :{?auditor}  \else \set auditor  hotspots_auditor  \endif
\if :{?schema}   \else \set schema   public            \endif

-- None of them may make roles or databases, bypass anything, or take another's place.
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT', name)
FROM unnest(ARRAY[:'register', :'releases', :'access', :'service', :'auditor']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

SELECT format('CREATE DATABASE %I OWNER %I', name, name)
FROM unnest(ARRAY[:'register', :'releases', :'access']) AS name
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec

-- PostgreSQL lets everybody connect, and make temporary tables, until it is told otherwise.
REVOKE ALL ON DATABASE :"register", :"releases", :"access" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"releases", :"access" TO :"service";
GRANT CONNECT ON DATABASE :"access" TO :"auditor";

\connect :"register"
CREATE SCHEMA IF NOT EXISTS :"schema" AUTHORIZATION :"register";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA :"schema" FROM PUBLIC;
GRANT ALL ON SCHEMA :"schema" TO :"register";
\connect :"releases"
CREATE SCHEMA IF NOT EXISTS :"schema" AUTHORIZATION :"releases";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA :"schema" FROM PUBLIC;
GRANT ALL ON SCHEMA :"schema" TO :"releases";
GRANT USAGE ON SCHEMA :"schema" TO :"service";
\connect :"access"
CREATE SCHEMA IF NOT EXISTS :"schema" AUTHORIZATION :"access";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA :"schema" FROM PUBLIC;
GRANT ALL ON SCHEMA :"schema" TO :"access";
GRANT USAGE ON SCHEMA :"schema" TO :"service", :"auditor";
