drop table clinic_security_settings;
