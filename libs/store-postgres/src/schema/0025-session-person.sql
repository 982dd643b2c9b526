-- Who somebody is: the provider said so. What he may do and where he belongs is asked of the register of people each time.
alter table anjuan.session drop column unit, drop column roles;
