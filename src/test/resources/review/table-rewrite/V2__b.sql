vacuum (full, analyze) orders;
