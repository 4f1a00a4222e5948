# The first instructions of a conformance guest: what stands in its registers before the kit has used any of them.
        .intel_syntax noprefix
        .bss
        .balign 8
# RAX, RBX, RCX, RDX, RSI, RDI, RBP, RSP, R8 to R15, RFLAGS.
        .globl  first_registers
first_registers:
                .skip 17 * 8

        .text
        .globl  _start
        .balign 16
_start:
        mov     [rip + first_registers], rax
        mov     [rip + first_registers + 8], rbx
        mov     [rip + first_registers + 16], rcx
        mov     [rip + first_registers + 24], rdx
        mov     [rip + first_registers + 32], rsi
        mov     [rip + first_registers + 40], rdi
        mov     [rip + first_registers + 48], rbp
        mov     [rip + first_registers + 56], rsp
        mov     [rip + first_registers + 64], r8
        mov     [rip + first_registers + 72], r9
        mov     [rip + first_registers + 80], r10
        mov     [rip + first_registers + 88], r11
        mov     [rip + first_registers + 96], r12
        mov     [rip + first_registers + 104], r13
        mov     [rip + first_registers + 112], r14
        mov     [rip + first_registers + 120], r15
        pushfq
        pop     qword ptr [rip + first_registers + 128]
        jmp     mhv_start

        .section .note.GNU-stack, "", @progbits
