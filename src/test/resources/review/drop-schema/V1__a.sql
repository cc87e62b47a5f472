drop schema if exists old cascade;
drop database other;
drop owned by somebody;
