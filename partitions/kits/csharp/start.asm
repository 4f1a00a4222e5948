; The first instructions of a guest in C#, and those that C# cannot say.
; A native partition begins in 64-bit mode with interrupts off, RDI = address of the information page, RSI = number of the
; virtual CPU, and RSP 8 below a multiple of 16 at the end of its stack. SysV calling convention.
bits 64
default rel

global _start, failed_check
global hypercall_vmcall, hypercall_vmmcall
global processor_read_tsc, processor_read_gs, processor_halt, processor_pause, processor_cpuid, processor_read_msr, processor_write_msr
global ports_in8, ports_in16, ports_in32, ports_out8, ports_out16, ports_out32
extern guest_open, guest_end, guest_further, guest_failed_check
extern main

; Room for a VcpuArea.
VCPU_AREA_SIZE  equ 0x200

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

align 16
_start:
        cld
        sti                             ; nothing interrupts it before it asks for that; HLT is no error from here on
        xor     ebp, ebp
        sub     rsp, VCPU_AREA_SIZE + 8 ; RSP is a multiple of 16 before a call
        mov     rdx, rsp
        mov     ebx, esi
        call    guest_open              ; void guest_open(const InformationPage* rdi, ulong rsi number, VcpuArea* rdx)
        test    ebx, ebx
        jnz     .further
        call    main                    ; int main(): the exit code
        mov     edi, eax
        call    guest_end               ; void guest_end(int edi exit code); does not return
        ud2
.further:
        mov     edi, ebx
        call    guest_further           ; void guest_further(uint edi vcpu); does not return
        ud2

; void failed_check(int edi number): where every failed check of the language ends; does not return
align 16
failed_check:
        and     rsp, -16
        call    guest_failed_check
        ud2

; ulong hypercall_vmcall(ulong rdi number, ulong rsi first, ulong rdx second, ulong* rcx results): the return code
; Hypercalls take RAX, RDI, RSI, RDX and give RAX, RDX and a few RSI; the kernel keeps all other registers.
%macro hypercall 1
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        xor     edx, edx
        %1
        mov     [rcx], rdx
        mov     [rcx + 8], rsi
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

; VcpuArea* processor_read_gs()
align 16
processor_read_gs:
        mov     rax, [gs:0]
        ret

; void processor_halt(): with interrupts off this is an error of the partition, so it never returns
align 16
processor_halt:
        cli
        hlt
        jmp     processor_halt

; void processor_pause()
align 16
processor_pause:
        pause
        ret

; void processor_cpuid(uint edi leaf, uint esi subleaf, CpuidAnswer* rdx answer)
align 16
processor_cpuid:
        push    rbx
        mov     r8, rdx
        mov     eax, edi
        mov     ecx, esi
        cpuid
        mov     [r8], eax
        mov     [r8 + 4], ebx
        mov     [r8 + 8], ecx
        mov     [r8 + 12], edx
        pop     rbx
        ret

; ulong processor_read_msr(uint edi number)
align 16
processor_read_msr:
        mov     ecx, edi
        rdmsr
        shl     rdx, 32
        or      rax, rdx
        ret

; void processor_write_msr(uint edi number, ulong rsi value)
align 16
processor_write_msr:
        mov     ecx, edi
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        wrmsr
        ret

; byte ports_in8(ushort di port), and the same for 16 and 32 bits
align 16
ports_in8:
        mov     edx, edi
        in      al, dx
        movzx   eax, al
        ret

align 16
ports_in16:
        mov     edx, edi
        in      ax, dx
        movzx   eax, ax
        ret

align 16
ports_in32:
        mov     edx, edi
        in      eax, dx
        ret

; void ports_out8(ushort di port, byte sil value), and the same for 16 and 32 bits
align 16
ports_out8:
        mov     edx, edi
        mov     eax, esi
        out     dx, al
        ret

align 16
ports_out16:
        mov     edx, edi
        mov     eax, esi
        out     dx, ax
        ret

align 16
ports_out32:
        mov     edx, edi
        mov     eax, esi
        out     dx, eax
        ret
