# Exceptions of a conformance guest: remembered, and then on with what ATTEMPT left as the place to resume.
        .intel_syntax noprefix
        .bss
        .globl  trap_count, trap_vector, trap_error, trap_address, trap_cr2, trap_resume, trap_stack
        .balign 8
trap_count:     .skip 8
trap_vector:    .skip 8
trap_error:     .skip 8
trap_address:   .skip 8
trap_cr2:       .skip 8
trap_resume:    .skip 8
trap_stack:     .skip 8

        .text
        .set    KERNEL_CODE, 0x08
        .set    KERNEL_DATA, 0x10
        .set    KERNEL_CODE_32, 0x40

# 32 stubs, 16 bytes apart. #DF, #TS, #NP, #SS, #GP, #PF, #AC, #CP, #VC and #SX push an error code themselves.
        .globl  trap_stubs
        .balign 16
trap_stubs:
        .set    vector, 0
        .rept   32
        .balign 16
        .if     (0x60227d00 >> vector) & 1
        .else
        push    0
        .endif
        push    vector
        jmp     trap_common
        .set    vector, vector + 1
        .endr

# The stack: rax, vector, error code, RIP, CS, RFLAGS, RSP, SS.
trap_common:
        push    rax
        inc     qword ptr [rip + trap_count]
        mov     rax, [rsp + 8]
        mov     [rip + trap_vector], rax
        mov     rax, [rsp + 16]
        mov     [rip + trap_error], rax
        mov     rax, [rsp + 24]
        mov     [rip + trap_address], rax
        mov     rax, cr2
        mov     [rip + trap_cr2], rax
        mov     rax, [rip + trap_resume]
        test    rax, rax
        jz      trap_unexpected
        mov     [rsp + 24], rax
        mov     qword ptr [rsp + 32], KERNEL_CODE
        and     qword ptr [rsp + 40], ~0x40100  # neither single-stepped nor checked for alignment any more
        mov     rax, [rip + trap_stack]
        mov     [rsp + 48], rax
        mov     qword ptr [rsp + 56], KERNEL_DATA
        pop     rax
        add     rsp, 16
        iretq

# An exception that no ATTEMPT waits for.
trap_unexpected:
        and     rsp, -16
        call    trap_fail
        ud2

# void enter_user(const void *code, void *stack_end, uint64_t selector, uint64_t flags): goes on at CPL 3; comes back by an
# exception only
        .globl  enter_user
        .balign 16
enter_user:
        push    0x1b
        push    rsi
        push    rcx
        push    rdx
        push    rdi
        iretq

# void enter_compatibility(const void *code): goes on in compatibility mode at CPL 0; comes back by an exception only
        .globl  enter_compatibility
        .balign 16
enter_compatibility:
        push    KERNEL_CODE_32
        push    rdi
        retfq

        .section .note.GNU-stack, "", @progbits
