/* The patient with a mebibyte more in its image. */
#include "../patient/main.c"

const uint8_t weight[1 << 20] __attribute__((used)) = { 1 };
