do $body$ begin
end $body;
