; Where host exceptions, NMIs and interrupts arrive, and the stacks that they arrive on.
;
; A host exception is the end: its stub builds a HostExceptionFrame and calls the kernel's stop, which never returns.
; But for #DB: the kernel sets no breakpoint and no trap flag, so one that comes is left over from a guest, by an
; emulator that does not end a guest's debugging at #VMEXIT. RF lets the instruction run if a breakpoint is on it.
; An NMI and an interrupt only leave a mark for the loop to find, on the page of their CPU that GS points to. They may come while C# uses XMM registers and save none,
; so nothing that they reach may touch one: linker/xmm-free-roots.txt has a build gate watch over that.
bits 64
default rel

%include "abi_offsets.inc"

section .note.GNU-stack noalloc noexec nowrite progbits

extern host_exception, kernel_failed_check
global host_vector_stubs, host_nmi_entry, host_interrupt_entry, host_spurious_entry, failed_check
global cpu_context, cpu_take_interrupt_mark
global boot_cpu_area, boot_cpu_stack_top, host_idt, stop_context

VECTOR_COUNT    equ 32
PAGE            equ 4096
CPU_AREA_SIZE   equ 12 * PAGE           ; Host/CpuArea.cs says what lies where
CPU_STACK_TOP   equ 5 * PAGE
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

; When another CPU stops the kernel, an NMI is how it says so.
align 4
host_nmi_entry:
        push    rax
        mov     eax, [stop_context]     ; StopContext.Stopper: index of that CPU plus one, or 0
        test    eax, eax
        jz      .count
        dec     eax
        cmp     eax, [gs:CpuContext.CpuIndex]
        jne     .halt
.count: inc     qword [gs:CpuContext.NmiCount]
        pop     rax
        iretq
.halt:  hlt
        jmp     .halt

align 4
host_interrupt_entry:
        mov     dword [gs:CpuContext.InterruptMark], 1
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

; Returns the page that GS points to.
align 4
cpu_context:
        mov     rax, [gs:CpuContext.Self]
        ret

; Returns 1 if an interrupt came to this CPU since the last call, else 0.
align 4
cpu_take_interrupt_mark:
        xor     eax, eax
        xchg    eax, [gs:CpuContext.InterruptMark]
        ret

section .bss.page_aligned nobits alloc noexec write align=4096
boot_cpu_area:          resb CPU_STACK_TOP
boot_cpu_stack_top:         resb CPU_AREA_SIZE - CPU_STACK_TOP
; One IDT for all CPUs: Host/HostTables.cs fills it.
host_idt:               resb PAGE

section .bss nobits alloc noexec write align=64
stop_context:           resb 768
