-- Roles and databases on PostgreSQL, made once by a superuser:
--
--     psql --file roles.sql postgres
--
-- Then the co-ordinator opens each database (`hotspots run`, `hotspots key list`), which makes its
-- tables, and grants.sql says what the service and the auditor may do with them.
--
-- Names are chosen with --set, for instance --set service=derby_service; each owner has the name
-- of its database. It sets no passwords: \password NAME asks for one, or use certificates.
\set ON_ERROR_STOP on
\if :{?register} \else \set register hotspots_register \endif
\if :{?releases} \else \set releases hotspots_releases \endif
\if :{?access}   \else \set access   hotspots_access   \endif
\if :{?service}  \else \set service  hotspots_service  \endif
\if :{?auditor}  \else \set auditor  hotspots_auditor  \endif

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
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO :"register";
\connect :"releases"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO :"releases";
GRANT USAGE ON SCHEMA public TO :"service";
\connect :"access"
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO :"access";
GRANT USAGE ON SCHEMA public TO :"service", :"auditor";
