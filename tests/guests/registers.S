# One hypercall between loads and stores of all general registers, so that no compiler has a say in what stands in them.
        .intel_syntax noprefix
        .set    YIELD, 1

        .bss
        .balign 8
saved_after:    .skip 8

# The registers but RAX, RDX and RSP, in the order of struct general_registers.
        .macro  load_all from
        mov     rbx, [\from]
        mov     rcx, [\from + 8]
        mov     rsi, [\from + 16]
        mov     rdi, [\from + 24]
        mov     rbp, [\from + 32]
        mov     r8, [\from + 40]
        mov     r9, [\from + 48]
        mov     r10, [\from + 56]
        mov     r11, [\from + 64]
        mov     r12, [\from + 72]
        mov     r13, [\from + 80]
        mov     r14, [\from + 88]
        mov     r15, [\from + 96]
        .endm

        .text
# void yield_with_registers(const struct general_registers *before, struct general_registers *after, int is_vmmcall)
        .globl  yield_with_registers
        .balign 16
yield_with_registers:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        mov     [saved_after], rsi
        mov     rax, rdi
        test    edx, edx
        jnz     1f
        load_all rax
        mov     eax, YIELD
        vmcall
        jmp     2f
1:      load_all rax
        mov     eax, YIELD
        vmmcall
2:      mov     rax, [saved_after]
        mov     [rax], rbx
        mov     [rax + 8], rcx
        mov     [rax + 16], rsi
        mov     [rax + 24], rdi
        mov     [rax + 32], rbp
        mov     [rax + 40], r8
        mov     [rax + 48], r9
        mov     [rax + 56], r10
        mov     [rax + 64], r11
        mov     [rax + 72], r12
        mov     [rax + 80], r13
        mov     [rax + 88], r14
        mov     [rax + 96], r15
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        .section .note.GNU-stack, "", @progbits
