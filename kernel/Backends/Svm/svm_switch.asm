; The bodies of SvmSwitch.cs, in its order.
bits 64
default rel
section .note.GNU-stack noalloc noexec nowrite progbits

%include "abi_offsets.inc"

; APM 2, "VMCB Layout, State Save Area".
VMCB_RAX        equ 0x5F8

section .text

; void svm_enter(Vcpu* vcpu, ulong vmcb, ulong host_state)
; 1 push the registers that are the caller's, vcpu, and host_state
; 2 CLGI, so that nothing comes between; STI, so that an interrupt that comes in the guest makes it exit
; 3 load XMM and general registers of the guest; RAX goes through the VMCB; VMLOAD the hidden ones
; 4 VMRUN
; -- the processor runs the guest; at #VMEXIT it loads RSP and RAX of the host and goes on behind VMRUN, GIF clear --
; 5 VMSAVE the guest's hidden registers, VMLOAD the host's: TR, FS, GS and LDTR are the host's before any C#
; 6 store general registers and XMM of the guest; CLI and STGI: an NMI that waited comes here
; 7 clear what the caller does not expect to be the guest's; pop; return
align 16
global svm_enter
svm_enter:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        push    rdx
        push    rdi
        clgi
        sti
%assign index 0
%rep 16
        movaps  xmm%[index], [rdi + Vcpu.Xmm + 16 * index]
  %assign index index + 1
%endrep
        mov     rax, [rdi + GuestRegisters.Rax]
        mov     [rsi + VMCB_RAX], rax
        mov     rax, rsi
        mov     rcx, [rdi + GuestRegisters.Rcx]
        mov     rdx, [rdi + GuestRegisters.Rdx]
        mov     rbx, [rdi + GuestRegisters.Rbx]
        mov     rbp, [rdi + GuestRegisters.Rbp]
        mov     rsi, [rdi + GuestRegisters.Rsi]
        mov     r8, [rdi + GuestRegisters.R8]
        mov     r9, [rdi + GuestRegisters.R9]
        mov     r10, [rdi + GuestRegisters.R10]
        mov     r11, [rdi + GuestRegisters.R11]
        mov     r12, [rdi + GuestRegisters.R12]
        mov     r13, [rdi + GuestRegisters.R13]
        mov     r14, [rdi + GuestRegisters.R14]
        mov     r15, [rdi + GuestRegisters.R15]
        mov     rdi, [rdi + GuestRegisters.Rdi]
        vmload
        vmrun
        vmsave
        push    rdi
        mov     rdi, [rsp + 8]
        mov     [rdi + GuestRegisters.Rcx], rcx
        mov     rcx, [rax + VMCB_RAX]
        mov     [rdi + GuestRegisters.Rax], rcx
        mov     rax, [rsp + 16]
        vmload
        mov     [rdi + GuestRegisters.Rdx], rdx
        mov     [rdi + GuestRegisters.Rbx], rbx
        mov     [rdi + GuestRegisters.Rbp], rbp
        mov     [rdi + GuestRegisters.Rsi], rsi
        mov     [rdi + GuestRegisters.R8], r8
        mov     [rdi + GuestRegisters.R9], r9
        mov     [rdi + GuestRegisters.R10], r10
        mov     [rdi + GuestRegisters.R11], r11
        mov     [rdi + GuestRegisters.R12], r12
        mov     [rdi + GuestRegisters.R13], r13
        mov     [rdi + GuestRegisters.R14], r14
        mov     [rdi + GuestRegisters.R15], r15
        pop     qword [rdi + GuestRegisters.Rdi]
%assign index 0
%rep 16
        movaps  [rdi + Vcpu.Xmm + 16 * index], xmm%[index]
  %assign index index + 1
%endrep
        cli
        stgi
        add     rsp, 16
        ; A guest's values in registers that C# believes free are what speculation could feed on.
        xor     ecx, ecx
        xor     edx, edx
        xor     esi, esi
        xor     r8d, r8d
        xor     r9d, r9d
        xor     r10d, r10d
        xor     r11d, r11d
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        cld
        ret

; void svm_save_host(ulong host_state)
align 16
global svm_save_host
svm_save_host:
        mov     rax, rdi
        vmsave
        ret
