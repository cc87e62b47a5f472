alter type state add value if not exists 'paid' before 'gone';
insert into orders (state) values ('new');
insert into orders (state) values ('paid');
