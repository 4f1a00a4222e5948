# The first instruction of every life: when it is.
        .intel_syntax noprefix
        .text
        .globl  _start
        .balign 16
_start:
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        mov     [0x8000000], rax
        jmp     mhv_start

        .section .note.GNU-stack, "", @progbits
