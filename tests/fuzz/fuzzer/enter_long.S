# Cases in IA-32e mode: into one, out of it by any exception, and on with it.
        .intel_syntax noprefix
        .set    KERNEL_DATA, 0x10
        .set    TASK, 0x58
        .set    MSR_EFER, 0xc0000080
        .set    EFER_LMA, 1 << 10
        .set    VECTORS_WITH_CODE, 0x60227d00   # #DF, #TS, #NP, #SS, #GP, #PF, #AC, #CP, #VC, #SX

        .bss
        .globl  base_cr0, base_cr4, base_efer, case_dr7
        .balign 8
main_stack:     .skip 8
base_cr0:       .skip 8
base_cr4:       .skip 8
base_efer:      .skip 8
case_dr7:       .skip 8

        .text
# void load_tables(const struct descriptor_table *gdtr, uint64_t root)
        .globl  load_tables
        .balign 16
load_tables:
        cli
        mov     cr3, rsi
        lgdt    [rdi]
        lidt    [long_idtr]
        mov     eax, KERNEL_DATA
        mov     ss, eax
        mov     ds, eax
        mov     es, eax
        mov     eax, TASK
        ltr     ax
        mov     rax, cr0
        bts     rax, 16                         # WP: what the tables call read-only is so at CPL 0
        mov     cr0, rax
        mov     [base_cr0], rax
        mov     rax, cr4
        mov     [base_cr4], rax
        mov     ecx, MSR_EFER
        rdmsr
        and     eax, ~EFER_LMA
        mov     [base_efer], rax
        mov     qword ptr [case_dr7], 0x400
        sti
        ret

# void enter_long(struct frame *frame): comes back when on_trap says so. The frame is the one on the trap stack.
        .globl  enter_long
        .balign 16
enter_long:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        cli
        mov     [main_stack], rsp
        mov     rsp, rdi
go_on:
        mov     rax, [case_dr7]
        mov     dr7, rax
        mov     rax, [long_case_root]
        mov     cr3, rax
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     r11
        pop     r10
        pop     r9
        pop     r8
        pop     rdi
        pop     rsi
        pop     rbp
        pop     rbx
        pop     rdx
        pop     rcx
        pop     rax
        add     rsp, 16
        iretq

# 32 stubs, 16 bytes apart.
        .globl  long_stubs
        .balign 16
long_stubs:
        .set    vector, 0
        .rept   32
        .balign 16
        .if     (VECTORS_WITH_CODE >> vector) & 1
        .else
        push    0
        .endif
        push    vector
        jmp     trapped
        .set    vector, vector + 1
        .endr

# A case may have changed the control registers, and the breakpoints are its own.
trapped:
        cld
        push    rax
        push    rcx
        push    rdx
        push    rbx
        push    rbp
        push    rsi
        push    rdi
        push    r8
        push    r9
        push    r10
        push    r11
        push    r12
        push    r13
        push    r14
        push    r15
        mov     rax, cr4
        cmp     rax, [base_cr4]
        je      1f
        mov     rax, [base_cr4]
        mov     cr4, rax
1:      mov     rax, cr0
        cmp     rax, [base_cr0]
        je      2f
        mov     rax, [base_cr0]
        mov     cr0, rax
2:      mov     rax, [base_root]
        mov     cr3, rax
        mov     rax, dr7
        mov     [case_dr7], rax
        mov     eax, 0x400
        mov     dr7, rax
        mov     rdi, rsp
        mov     rbx, rsp
        and     rsp, -16
        call    on_trap                         # int on_trap(struct frame *): 1 to go on with the case
        mov     rsp, rbx
        test    eax, eax
        jnz     go_on
        mov     rsp, [main_stack]
        mov     eax, KERNEL_DATA
        mov     ss, eax
        mov     ds, eax
        mov     es, eax
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        sti
        ret

        .section .note.GNU-stack, "", @progbits
