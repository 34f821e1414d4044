-- Run once by the image, as superuser, when the database cluster is made. Two logins: the owner, who migrates, and the programs',
-- which may read and add facts and owns nothing. Passwords are taken from the secrets' files, so that none stands here.
set password_encryption = 'scram-sha-256';

do $$
declare
  login text;
  password text;
begin
  foreach login in array array['owner', 'app'] loop
    password := rtrim(pg_read_file('/run/secrets/database-' || login || '-password'), E'\r\n');
    if length(password) < 16 then
      raise exception 'The secret database-%-password is too short.', login;
    end if;
    execute format('create role %I login password %L', 'xudai_' || login, password);
  end loop;
end
$$;

create database xudai owner xudai_owner;
revoke all on database xudai from public;
grant connect on database xudai to xudai_app;
