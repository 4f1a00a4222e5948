; Where host exceptions, NMIs and interrupts arrive, and the stacks that they arrive on.
;
; A host exception is the end: its stub builds a HostExceptionFrame and calls the kernel's stop, which never returns.
; But for #DB: the kernel sets no breakpoint and no trap flag, so one that comes is left over from a guest, by an
; emulator that does not end a guest's debugging at #VMEXIT. RF lets the instruction run if a breakpoint is on it.
; An NMI and an interrupt only leave a mark for the loop to find. They may come while C# uses XMM registers and save none,
; so nothing that they reach may touch one: linker/xmm-free-roots.txt has a build gate watch over that.
bits 64
default rel
section .note.GNU-stack noalloc noexec nowrite progbits

extern host_exception, kernel_failed_check
global host_vector_stubs, host_nmi_entry, host_interrupt_entry, host_spurious_entry, failed_check
global cpu_nmi_count, cpu_take_interrupt_mark
global kernel_stack_guard, kernel_stack_top, ist_stack_guards, host_tables, stop_context

VECTOR_COUNT    equ 32
STACK_SIZE      equ 16384
PAGE            equ 4096
IST_COUNT       equ 3
DEBUG           equ 1
SAVED_RFLAGS    equ 16                  ; behind RIP and CS
RFLAGS_RF       equ 1 << 16

; Vectors whose exceptions push an error code: #DF #TS #NP #SS #GP #PF #AC #CP #VC #SX.
%define HAS_ERROR_CODE(vector) (((1 << 8 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 17 | 1 << 21 | 1 << 29 | 1 << 30) >> (vector)) & 1)

section .text
align 16
host_vector_stubs:
%assign vector 0
%rep VECTOR_COUNT
        align 16
  %if vector == DEBUG
        or      dword [rsp + SAVED_RFLAGS], RFLAGS_RF
        iretq
  %else
    %if !HAS_ERROR_CODE(vector)
        push    0
    %endif
        push    vector
        jmp     exception
  %endif
  %assign vector vector + 1
%endrep

align 4
exception:
        push    rbp                     ; completes the HostExceptionFrame
        mov     rdi, rsp
        and     rsp, -16
        call    host_exception
        ud2

align 4
host_nmi_entry:
        inc     qword [nmi_count]
        iretq

align 4
host_interrupt_entry:
        mov     dword [interrupt_mark], 1
        iretq

align 4
host_spurious_entry:
        iretq

; Implicit checks of C# end here, with their number in EDI.
align 4
failed_check:
        and     rsp, -16
        call    kernel_failed_check
        ud2

align 4
cpu_nmi_count:
        mov     rax, [nmi_count]
        ret

; Returns 1 if an interrupt came since the last call, else 0.
align 4
cpu_take_interrupt_mark:
        xor     eax, eax
        xchg    eax, [interrupt_mark]
        ret

section .bss.page_aligned nobits alloc noexec write align=4096
kernel_stack_guard:     resb PAGE
                        resb STACK_SIZE
kernel_stack_top:
ist_stack_guards:
%rep IST_COUNT
                        resb PAGE       ; guard
                        resb PAGE       ; stack
%endrep
; GDT, TSS and pointers in the first page, the IDT in the second: Host/HostTables.cs fills them.
host_tables:            resb 2 * PAGE

section .bss nobits alloc noexec write align=64
stop_context:           resb 1024
nmi_count:              resq 1
interrupt_mark:         resd 1
