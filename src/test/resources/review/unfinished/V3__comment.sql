select 1; /* outer /* inner */
