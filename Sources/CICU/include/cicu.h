// Paidan's own face over ICU; includes no ICU header (see README, "Rooms").
#ifndef PAIDAN_CICU_H
#define PAIDAN_CICU_H
int paidan_icu_major(void);
#endif
