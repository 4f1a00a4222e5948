# Cases outside IA-32e mode: out of it, one instruction, and back by any exception.
        .intel_syntax noprefix
        .set    KERNEL_CODE64, 0x08
        .set    KERNEL_DATA, 0x10
        .set    KERNEL_CODE32, 0x18
        .set    REAL_CODE, 0x48
        .set    REAL_DATA, 0x50
        .set    MSR_EFER, 0xc0000080
        .set    CR0_PE, 1

        # struct legacy_case
        .set    NEXT_EFER, 0
        .set    FIRST_CR0, 4
        .set    NEXT_CR0, 8
        .set    NEXT_CR4, 12
        .set    NEXT_CR3, 16
        .set    IS_REAL, 20
        .set    FRAME, 24

        # Real mode's part is copied to here; segments of real mode, and an offset in the second.
        .set    CASE_SEGMENT, 0x1000
        .set    BLOB_SEGMENT, 0x2000
        .set    BLOB_OFFSET, 0x1000

        .bss
        .balign 8
        .globl  legacy_vector
legacy_vector:  .skip 8
main_stack:     .skip 8

        .text
# void enter_legacy(const struct legacy_case *, const struct descriptor_table *idtr): legacy_vector says how it ended
        .globl  enter_legacy
        .balign 16
enter_legacy:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        cli
        mov     [main_stack], rsp
        mov     rbx, rdi
        lidt    [rsi]
        push    KERNEL_CODE32
        lea     rax, leave_long[rip]
        push    rax
        retfq

        .code32
leave_long:
        mov     eax, [ebx + FIRST_CR0]
        mov     cr0, eax
        mov     ecx, MSR_EFER
        mov     eax, [ebx + NEXT_EFER]
        xor     edx, edx
        wrmsr
        mov     eax, [ebx + NEXT_CR4]
        mov     cr4, eax
        mov     eax, [ebx + NEXT_CR3]
        mov     cr3, eax
        mov     eax, [ebx + NEXT_CR0]
        mov     cr0, eax
        cmp     dword ptr [ebx + IS_REAL], 0
        jne     leave_protected
        lea     esp, [ebx + FRAME]
        pop     gs
        pop     fs
        pop     es
        pop     ds
        popad
        iretd
leave_protected:
        mov     eax, REAL_DATA
        mov     ss, eax
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        ljmp    REAL_CODE, offset BLOB_OFFSET

# 32 stubs, 16 bytes apart. SS is flat: that of the case at CPL 0, or that of the task.
        .globl  legacy_stubs
        .balign 16
legacy_stubs:
        .set    vector, 0
        .rept   32
        .balign 16
        mov     byte ptr ss:[legacy_vector], vector
        jmp     return_long
        .set    vector, vector + 1
        .endr

return_long:
        mov     eax, KERNEL_DATA
        mov     ss, eax
        mov     ds, eax
        mov     es, eax
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        mov     eax, [base_cr0]
        and     eax, 0x7fffffff
        mov     cr0, eax
        mov     eax, [base_cr4]
        mov     cr4, eax
        mov     eax, [base_root]
        mov     cr3, eax
        mov     ecx, MSR_EFER
        mov     eax, [base_efer]
        xor     edx, edx
        wrmsr
        mov     eax, [base_cr0]
        mov     cr0, eax
        ljmp    KERNEL_CODE64, offset returned

        .code64
returned:
        lidt    [long_idtr]
        mov     eax, 0x400
        mov     dr7, rax
        mov     rsp, [main_stack]
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        cld
        sti
        ret

# Real mode's part, addressed by CS alone: cases own what the other segments reach.
        .globl  real_blob, real_blob_end, real_registers, real_vector, real_stubs
        .balign 16
        .code16
        .set    BLOB, real_blob - BLOB_OFFSET
real_blob:
        mov     eax, cr0
        and     al, ~CR0_PE & 0xff
        mov     cr0, eax
        ljmp    BLOB_SEGMENT, real_go - BLOB
real_go:
        mov     ax, CASE_SEGMENT
        mov     ds, ax
        mov     es, ax
        mov     fs, ax
        mov     gs, ax
        mov     ss, ax
        mov     edi, cs:[real_registers - BLOB]
        mov     esi, cs:[real_registers - BLOB + 4]
        mov     ebp, cs:[real_registers - BLOB + 8]
        mov     esp, cs:[real_registers - BLOB + 12]
        mov     ebx, cs:[real_registers - BLOB + 16]
        mov     edx, cs:[real_registers - BLOB + 20]
        mov     ecx, cs:[real_registers - BLOB + 24]
        mov     eax, cs:[real_registers - BLOB + 28]
        pushw   cs:[real_registers - BLOB + 40]
        pushw   cs:[real_registers - BLOB + 36]
        pushw   cs:[real_registers - BLOB + 32]
        iretw

        .balign 16
real_stubs:
        .set    vector, 0
        .rept   32
        .balign 16
        mov     byte ptr cs:[real_vector - BLOB], vector
        jmp     real_trapped
        .set    vector, vector + 1
        .endr
real_trapped:
        mov     eax, 0x31                       # PE, ET, NE
        mov     cr0, eax
        ljmpd   KERNEL_CODE32, offset return_long

        .balign 4
real_registers: .skip 44                        # as PUSHAD has them, then IP, CS and FLAGS, each in four bytes
real_vector:    .skip 4
real_blob_end:

        .section .note.GNU-stack, "", @progbits
