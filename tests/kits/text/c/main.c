/* What the kit writes of numbers at their bounds. The program in C# beside this one writes the same. */
#include "microhv.h"

#define HUNDRED_DIGITS                                                                                                 \
    "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

int main(void)
{
    double zero = 0;
    double huge = 1e300;
    huge *= huge;
    mhv_print("%ld %ld %ld %ld %ld %ld\n", mhv_argument("least", 0), mhv_argument("most", 0), mhv_argument("hex", 0),
        mhv_argument("zero", 1), mhv_argument("twice", 0), mhv_argument("word", -1));
    mhv_print("%d %d %d %d %d\n", mhv_has_argument("word"), mhv_has_argument("wor"), mhv_has_argument("words"),
        mhv_has_argument(""), mhv_has_argument("zero=0"));
    mhv_print("%lu 0x%lx 0x%x 0x%04x\n", UINT64_MAX, UINT64_MAX, 0, 10);
    mhv_print("|%6d|%4u|%1u|\n", -42, 42, 42);
    mhv_print("|%-6s|%s|\n", "left", "right");
    mhv_print("|%8.2f|%.1f|%.9f|\n", -0.5, 0.0, 1.0);
    mhv_print("|%5.1f|%.1f|%5.1f|\n", huge, -huge, huge * zero);
    mhv_print("|%.0f|%.1f|%.0f|\n", 999999999999999872.0, 1.45, -1.5);
    mhv_print("%c %%\n", 'A');
    mhv_print("%s%s%s\n", HUNDRED_DIGITS, HUNDRED_DIGITS, HUNDRED_DIGITS);
    return 0;
}
