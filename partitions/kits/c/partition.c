/* What a guest in C finds in its information page: arguments and regions. */
#include "kit.h"

bool mhv_is_same_text(const char *left, const char *right)
{
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }

    return *left == *right;
}

/* Behind `name=` if a word begins so, else NULL. */
static const char *value_of(const char *word, const char *name)
{
    while (*name != '\0' && *word == *name) {
        word++;
        name++;
    }

    return *name == '\0' && *word == '=' ? word + 1 : NULL;
}

static bool is_end(char letter)
{
    return letter == ' ' || letter == '\0';
}

/* The word behind the one at `word`; at the end, the zero. */
static const char *next_word(const char *word)
{
    while (!is_end(*word)) {
        word++;
    }

    return *word == ' ' ? word + 1 : word;
}

static unsigned digit_of(char letter)
{
    return letter >= '0' && letter <= '9' ? (unsigned)(letter - '0')
        : letter >= 'a' && letter <= 'f' ? (unsigned)(letter - 'a') + 10
        : letter >= 'A' && letter <= 'F' ? (unsigned)(letter - 'A') + 10
        : UINT32_MAX;
}

static bool read_number(const char *text, int64_t *number)
{
    bool is_negative = *text == '-';
    text += is_negative ? 1 : 0;
    bool is_hexadecimal = text[0] == '0' && text[1] == 'x';
    text += is_hexadecimal ? 2 : 0;
    unsigned radix = is_hexadecimal ? 16 : 10;
    const char *first = text;
    int64_t value = 0;
    for (; digit_of(*text) < radix; text++) {
        int64_t digit = is_negative ? -(int64_t)digit_of(*text) : digit_of(*text);
        if (__builtin_mul_overflow(value, radix, &value) || __builtin_add_overflow(value, digit, &value)) {
            return false;
        }
    }

    *number = value;
    return text != first && is_end(*text);
}

int64_t mhv_argument(const char *name, int64_t otherwise)
{
    for (const char *word = mhv_information()->arguments; *word != '\0'; word = next_word(word)) {
        const char *value = value_of(word, name);
        int64_t number;
        if (value != NULL) {
            if (!read_number(value, &number)) {
                mhv_fail("the argument '%s' is no number", name);
            }

            return number;
        }
    }

    return otherwise;
}

bool mhv_has_argument(const char *word)
{
    for (const char *next = mhv_information()->arguments; *next != '\0'; next = next_word(next)) {
        size_t length = 0;
        while (!is_end(word[length]) && next[length] == word[length]) {
            length++;
        }

        if (length != 0 && is_end(next[length]) && word[length] == '\0') {
            return true;
        }
    }

    return false;
}

const struct mhv_information_region *mhv_region_at(uint32_t index)
{
    const struct mhv_information_page *page = mhv_information();
    const struct mhv_information_region *regions = (const struct mhv_information_region *)(page + 1);
    return index < page->region_count ? &regions[index] : NULL;
}

const struct mhv_information_region *mhv_region(const char *name)
{
    const struct mhv_information_region *region;
    for (uint32_t i = 0; (region = mhv_region_at(i)) != NULL; i++) {
        if (mhv_is_same_text(region->name, name)) {
            break;
        }
    }

    return region;
}

void *mhv_memory(const char *name, size_t size_bytes)
{
    const struct mhv_information_region *region = mhv_region(name);
    mhv_check(region != NULL, "there is no region '%s'", name);
    mhv_check(region->size_bytes >= size_bytes, "the region '%s' is too small", name);
    return (void *)region->guest_physical;
}
