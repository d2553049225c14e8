PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1 journal');
INSERT INTO grdb_migrations VALUES('2 batches');
INSERT INTO grdb_migrations VALUES('3 lapses');
CREATE TABLE payment (
  id TEXT PRIMARY KEY NOT NULL,
  job TEXT NOT NULL,
  service TEXT NOT NULL,
  account TEXT NOT NULL,
  video_content TEXT NOT NULL,
  audio_content TEXT NOT NULL,
  playback_type TEXT NOT NULL,
  video TEXT NOT NULL,
  audio TEXT NOT NULL,
  video_url TEXT,
  video_url_digest TEXT NOT NULL,
  audio_url TEXT,
  audio_url_digest TEXT NOT NULL,
  state TEXT NOT NULL,
  task_id TEXT,
  error TEXT,
  intended_at INTEGER NOT NULL,
  created_at INTEGER,
  completed_at INTEGER,
  estimate INTEGER,
  quota_before INTEGER,
  charged INTEGER,
  number INTEGER NOT NULL
) STRICT;
INSERT INTO payment VALUES('a9604d16f4d1','d7c8dca59182e9de3c427f78d0168bda9f1aa98117125237705942b1506429b4','sandbox','44e022dbac54','packets:87e2797f5d61406751dbbf6f1d8cefda9075e6483a12e4a4b833c764b047ed1d','packets:d0aaeadad336580856f0226550a31db81a5ab7d6eb010f11f96fac456406a48a','normal_reverse_by_audio','/videos/talking.mp4','/videos/speech.m4a','http://127.0.0.1:42667/files/assets/5bf73dc0-b90c-47d3-a72c-3d7272d95870/talking.mp4','e4c343276e8bfe6cd5e9c88d9f1f2136','http://127.0.0.1:42667/files/assets/7be1484a-f568-4ded-b7aa-24c7d40e32fe/speech.m4a','171afecac047cc3a010b2a9368883ba6','success','2cb1805d-b706-41ca-82ed-d27872673bc1',NULL,1796049896,1796049896,1796049897,10,100000,NULL,1);
CREATE TABLE upload (
  service TEXT NOT NULL,
  account TEXT NOT NULL,
  content TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  asset_url TEXT NOT NULL,
  is_stored INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (service, account, content)
) STRICT, WITHOUT ROWID;
INSERT INTO upload VALUES('sandbox','44e022dbac54','packets:87e2797f5d61406751dbbf6f1d8cefda9075e6483a12e4a4b833c764b047ed1d',107355,'http://127.0.0.1:42667/files/assets/5bf73dc0-b90c-47d3-a72c-3d7272d95870/talking.mp4',1,1796049896);
INSERT INTO upload VALUES('sandbox','44e022dbac54','packets:d0aaeadad336580856f0226550a31db81a5ab7d6eb010f11f96fac456406a48a',109380,'http://127.0.0.1:42667/files/assets/7be1484a-f568-4ded-b7aa-24c7d40e32fe/speech.m4a',1,1796049896);
CREATE TABLE post (
  account TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE batch (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  created INTEGER NOT NULL,
  settings TEXT NOT NULL,
  budget INTEGER,
  committed INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
INSERT INTO batch VALUES('6c3eef8a843c','m.csv',1796049896807,'{"playback_type":null,"strict":false,"ignored":[],"directory":"/videos/out2","service":"sandbox","account":"44e022dbac54"}',NULL,10,'open');
CREATE TABLE batch_job (
  batch TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  video TEXT NOT NULL,
  audio TEXT NOT NULL,
  wanted_type TEXT,
  wanted_output TEXT,
  labels TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  task_id TEXT,
  playback_type TEXT,
  verdict TEXT,
  planned INTEGER,
  reserved INTEGER,
  charged INTEGER,
  verified INTEGER,
  error TEXT,
  output TEXT,
  report TEXT,
  worker TEXT,
  due INTEGER,
  token INTEGER NOT NULL,
  retry_of TEXT, lapses INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO batch_job VALUES('6c3eef8a843c',1,'one','/videos/talking.mp4','/videos/speech.m4a',NULL,NULL,'{"lang":"de"}','verified',1,'2cb1805d-b706-41ca-82ed-d27872673bc1','normal_reverse_by_audio','pass',10,NULL,10,12080,NULL,'/videos/out2/one/2cb1805d-b706-41ca-82ed-d27872673bc1.mp4','/videos/out2/one/report.html',NULL,NULL,4401798184084756458,NULL,0);
INSERT INTO batch_job VALUES('6c3eef8a843c',2,'two','/videos/talking.mp4','/videos/speech.m4a',NULL,NULL,'{"lang":"fr"}','verified',1,'2cb1805d-b706-41ca-82ed-d27872673bc1','normal_reverse_by_audio','pass',10,NULL,NULL,12080,NULL,'/videos/out2/two/2cb1805d-b706-41ca-82ed-d27872673bc1.mp4','/videos/out2/two/report.html',NULL,NULL,4401798184084756458,NULL,0);
INSERT INTO batch_job VALUES('6c3eef8a843c',3,'three','/videos/missing.mp4','/videos/speech.m4a',NULL,NULL,'{"lang":"it"}','set_aside',1,NULL,NULL,'fail',NULL,NULL,NULL,NULL,'file.missing: There is no file at /videos/missing.mp4.',NULL,NULL,NULL,NULL,4401798184084756458,NULL,0);
CREATE INDEX payment_by_job ON payment (job, number);
CREATE INDEX payment_by_task ON payment (task_id, service, account);
CREATE UNIQUE INDEX payment_by_number ON payment (number);
CREATE INDEX post_by_account ON post (account, at);
CREATE UNIQUE INDEX batch_job_by_id ON batch_job (batch, id);
CREATE INDEX batch_job_by_due ON batch_job (batch, due, ordinal) WHERE due IS NOT NULL;
CREATE INDEX batch_job_by_state
  ON batch_job (batch, state, attempts, planned, reserved, charged, verified, worker);
COMMIT;
