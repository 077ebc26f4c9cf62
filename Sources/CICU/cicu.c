#include "cicu.h"
#include <unicode/uvernum.h>
int paidan_icu_major(void) { return U_ICU_VERSION_MAJOR_NUM; }
