; The first instructions of a guest in C#, and what C# cannot say: hypercalls and the TSC.
; A native partition begins in 64-bit mode with interrupts off, RDI = address of the information page and RSP 8 below a
; multiple of 16 at the end of its memory. SysV calling convention.
bits 64
default rel

global _start, failed_check
global hypercall_vmcall, hypercall_vmmcall, processor_read_tsc, processor_halt
extern guest_open, guest_end, guest_failed_check
extern main

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

align 16
_start:
        cld
        sti                             ; nothing interrupts a partition; HLT now gives up the window and is no error
        xor     ebp, ebp
        sub     rsp, 8                  ; RSP is a multiple of 16 before a call
        call    guest_open              ; void guest_open(const InformationPage* rdi)
        call    main                    ; int main(): the exit code
        mov     edi, eax
        call    guest_end               ; void guest_end(int edi exit code); does not return
        ud2

; void failed_check(int edi number): where every failed check of the language ends; does not return
align 16
failed_check:
        and     rsp, -16
        call    guest_failed_check
        ud2

; ulong hypercall_vmcall(ulong rdi number, ulong rsi first, ulong rdx second, ulong* rcx result): the return code
; Hypercalls take RAX, RDI, RSI, RDX and give RAX and RDX; the kernel keeps all other registers.
%macro hypercall 1
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        xor     edx, edx
        %1
        mov     [rcx], rdx
        ret
%endmacro

align 16
hypercall_vmcall:
        hypercall vmcall

; The same on AMD.
align 16
hypercall_vmmcall:
        hypercall vmmcall

; ulong processor_read_tsc(): nothing before it is still to come, nothing behind it has begun
align 16
processor_read_tsc:
        lfence
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        ret

; void processor_halt(): with interrupts off this is an error of the partition, so it never returns
align 16
processor_halt:
        cli
        hlt
        jmp     processor_halt
