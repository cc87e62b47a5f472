select "a;
