/* What gcc calls without being asked, in every kind of program. */
#include <stddef.h>

void *memcpy(void *restrict destination, const void *restrict source, size_t size_bytes);
void *memmove(void *destination, const void *source, size_t size_bytes);
void *memset(void *destination, int value, size_t size_bytes);
int memcmp(const void *left, const void *right, size_t size_bytes);

void *memcpy(void *restrict destination, const void *restrict source, size_t size_bytes)
{
    void *start = destination;
    __asm__ volatile("rep movsb" : "+D"(destination), "+S"(source), "+c"(size_bytes) : : "memory");
    return start;
}

void *memmove(void *destination, const void *source, size_t size_bytes)
{
    void *start = destination;
    if ((size_t)destination - (size_t)source >= size_bytes) {
        return memcpy(destination, source, size_bytes);
    }

    destination = (char *)destination + size_bytes - 1;
    source = (const char *)source + size_bytes - 1;
    __asm__ volatile("std; rep movsb; cld" : "+D"(destination), "+S"(source), "+c"(size_bytes) : : "memory");
    return start;
}

void *memset(void *destination, int value, size_t size_bytes)
{
    void *start = destination;
    __asm__ volatile("rep stosb" : "+D"(destination), "+c"(size_bytes) : "a"(value) : "memory");
    return start;
}

int memcmp(const void *left, const void *right, size_t size_bytes)
{
    const unsigned char *first = left;
    const unsigned char *second = right;
    for (size_t i = 0; i < size_bytes; i++) {
        if (first[i] != second[i]) {
            return first[i] - second[i];
        }
    }

    return 0;
}
