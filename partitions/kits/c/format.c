/* Formatted text of a guest in C. */
#include "kit.h"

enum { MAX_DIGITS = 20, DEFAULT_DECIMALS = 6, MAX_DECIMALS = 9 };

/* Text on its way to the console. */
struct line {
    char bytes[MHV_HYPERCALL_LIMITS_MAX_CONSOLE_BYTES];
    size_t length;
};

/* What stands between a percent sign and its letter. */
struct field {
    bool is_left;
    bool has_zeros;
    bool is_long;
    unsigned width;
    int decimals;
};

static void flush(struct line *line)
{
    mhv_write(line->bytes, line->length);
    line->length = 0;
}

static void put(struct line *line, char letter)
{
    line->bytes[line->length++] = letter;
    if (line->length == sizeof line->bytes) {
        flush(line);
    }
}

static void put_times(struct line *line, char letter, size_t count)
{
    while (count-- > 0) {
        put(line, letter);
    }
}

/* `sign` is 0 for none. Zeros come between sign and digits. */
static void put_field(struct line *line, const struct field *field, char sign, const char *text, size_t length)
{
    size_t used = length + (sign != 0 ? 1 : 0);
    size_t fill = used < field->width ? field->width - used : 0;
    put_times(line, ' ', field->is_left || field->has_zeros ? 0 : fill);
    put_times(line, sign, sign != 0 ? 1 : 0);
    put_times(line, '0', !field->is_left && field->has_zeros ? fill : 0);
    for (size_t i = 0; i < length; i++) {
        put(line, text[i]);
    }

    put_times(line, ' ', field->is_left ? fill : 0);
}

/* Digits from the last to the first, with a point before the last `decimals` of them and at least one before that. */
static void put_number(
    struct line *line, const struct field *field, char sign, uint64_t magnitude, unsigned radix, unsigned decimals)
{
    char text[MAX_DIGITS + 1];
    char *const end = text + sizeof text;
    char *first = end;
    unsigned digits = 0;
    do {
        if (digits != 0 && digits == decimals) {
            *--first = '.';
        }

        *--first = "0123456789abcdef"[magnitude % radix];
        magnitude /= radix;
        digits++;
    } while (magnitude != 0 || digits <= decimals);

    put_field(line, field, sign, first, (size_t)(end - first));
}

static void put_signed(struct line *line, const struct field *field, int64_t value)
{
    put_number(line, field, value < 0 ? '-' : 0, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10, 0);
}

static void put_text(struct line *line, struct field field, char sign, const char *text)
{
    size_t length = 0;
    while (text[length] != '\0') {
        length++;
    }

    field.has_zeros = false;
    put_field(line, &field, sign, text, length);
}

static void put_real(struct line *line, const struct field *field, double value)
{
    /* Up to here, all decimals are exact in 64 bits. */
    const double limit = 1e18;
    unsigned decimals = field->decimals < 0 ? DEFAULT_DECIMALS : (unsigned)field->decimals;
    double scaled = value < 0 ? -value : value;
    for (unsigned i = 0; i < decimals; i++) {
        scaled *= 10;
    }

    char sign = value < 0 ? '-' : 0;
    if (scaled < limit) {
        put_number(line, field, sign, (uint64_t)(scaled + 0.5), 10, decimals);
    } else {
        put_text(line, *field, sign, __builtin_isnan(value) ? "nan" : "inf");
    }
}

static unsigned read_digits(const char **format)
{
    unsigned number = 0;
    for (; **format >= '0' && **format <= '9'; (*format)++) {
        number = number * 10 + (unsigned)(**format - '0');
    }

    return number;
}

static struct field read_field(const char **format)
{
    struct field field = { .decimals = -1 };
    for (; **format == '-' || **format == '0'; (*format)++) {
        field.is_left |= **format == '-';
        field.has_zeros |= **format == '0';
    }

    field.width = read_digits(format);
    if (**format == '.') {
        (*format)++;
        unsigned decimals = read_digits(format);
        field.decimals = decimals < MAX_DECIMALS ? (int)decimals : MAX_DECIMALS;
    }

    for (; **format == 'l' || **format == 'z'; (*format)++) {
        field.is_long = true;
    }

    return field;
}

void mhv_print_arguments(const char *format, va_list arguments)
{
    struct line line;
    line.length = 0;
    while (*format != '\0') {
        if (*format != '%') {
            put(&line, *format++);
            continue;
        }

        format++;
        struct field field = read_field(&format);
        char letter = *format;
        format += letter != '\0' ? 1 : 0;
        switch (letter) {
        case 's':
            put_text(&line, field, 0, va_arg(arguments, const char *));
            break;
        case 'c': {
            char text[] = { (char)va_arg(arguments, int), '\0' };
            put_field(&line, &field, 0, text, 1);
            break;
        }
        case 'd':
        case 'i':
            put_signed(&line, &field, field.is_long ? va_arg(arguments, int64_t) : va_arg(arguments, int));
            break;
        case 'u':
        case 'x': {
            uint64_t value = field.is_long ? va_arg(arguments, uint64_t) : va_arg(arguments, unsigned);
            put_number(&line, &field, 0, value, letter == 'x' ? 16 : 10, 0);
            break;
        }
        case 'p':
            put(&line, '0');
            put(&line, 'x');
            put_number(&line, &field, 0, (uint64_t)va_arg(arguments, void *), 16, 0);
            break;
        case 'f':
            put_real(&line, &field, va_arg(arguments, double));
            break;
        default:
            /* A letter that this kit does not know, or a second percent sign: shown as it is. */
            put_times(&line, '%', letter != '%' ? 1 : 0);
            put_times(&line, letter, letter != '\0' ? 1 : 0);
            break;
        }
    }

    flush(&line);
}
