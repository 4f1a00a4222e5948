; The bodies of VmxSwitch.cs, in its order.
bits 64
default rel
section .note.GNU-stack noalloc noexec nowrite progbits

%include "abi_offsets.inc"

HOST_RSP        equ 0x6C14
FAIL_INVALID    equ 1
FAIL_VALID      equ 2

section .text

%macro function 1
global %1
align 16
%1:
%endmacro

; VMX instructions tell of failure in flags: CF for VMfailInvalid, ZF for VMfailValid.
%macro return_failure 0
        setc    al
        setz    dl
        movzx   eax, al
        movzx   edx, dl
        lea     eax, [rax + 2 * rdx]
        ret
%endmacro

function vmx_on
        vmxon   [rdi]
        return_failure

function vmx_clear
        vmclear [rdi]
        return_failure

function vmx_load
        vmptrld [rdi]
        return_failure

function vmx_read
        xor     eax, eax
        vmread  rax, rdi
        ret

function vmx_write
        vmwrite rdi, rsi
        ret

function vmx_invalidate_tag
        mov     eax, 1                  ; single-context
        push    0                       ; linear address: does not count
        push    rdi
        invvpid rax, [rsp]
        add     rsp, 16
        ret

function vmx_invalidate_nested
        mov     eax, 2                  ; all contexts
        push    0
        push    0
        invept  rax, [rsp]
        add     rsp, 16
        ret

; uint vmx_enter(Vcpu* vcpu)            0: the guest ran and exited; else why it did not
; 1 push the registers that are the caller's, and vcpu; tell the VMCS our RSP
; 2 load XMM and general registers of the guest
; 3 VMRESUME, or VMLAUNCH the first time
; -- the processor runs the guest; at an exit it loads HOST_RSP and HOST_RIP and goes on at vmx_exited, interrupts off --
; 4 store general registers and XMM of the guest, before any C#: C# uses XMM
; 5 clear what the caller does not expect to be the guest's; pop; return
function vmx_enter
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        push    rdi
        mov     eax, HOST_RSP
        vmwrite rax, rsp
%assign index 0
%rep 16
        movaps  xmm%[index], [rdi + Vcpu.Xmm + 16 * index]
  %assign index index + 1
%endrep
        cmp     dword [rdi + Vcpu.IsLaunched], 0
        mov     rax, [rdi + GuestRegisters.Rax]
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
        je      .first
        vmresume
        jmp     .failed
.first: vmlaunch
.failed:
        setc    al
        setz    dl
        movzx   eax, al
        movzx   edx, dl
        lea     eax, [rax + 2 * rdx]
        pop     rdi
        jmp     restore

align 16
global vmx_exited
vmx_exited:
        push    rdi
        mov     rdi, [rsp + 8]
        mov     [rdi + GuestRegisters.Rax], rax
        mov     [rdi + GuestRegisters.Rcx], rcx
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
        mov     dword [rdi + Vcpu.IsLaunched], 1
        xor     eax, eax
        pop     rdi
restore:
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
