/* What producer and consumer agree on: the layout of the region `mailbox`, which they share. */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <stdatomic.h>
#include <stdint.h>

enum { MAILBOX_ROOM = 16 };

/* Zero at first. Only the producer can write it. */
struct mailbox {
    _Atomic uint32_t written;            /* how many numbers were ever written */
    uint32_t numbers[MAILBOX_ROOM];      /* number n stands at n % MAILBOX_ROOM until number n + MAILBOX_ROOM comes */
};

#endif
