/* The first instruction of every life is the patient's. */
#include "../patient/entry.S"
