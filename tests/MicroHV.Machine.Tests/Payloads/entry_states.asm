; Tries to enter a guest with every state of a table, and says what the processor made of each.
;
; A state is the base state with some fields changed. The test that boots this writes the table into the file; whose
; virtualization is used, it says too. For each state come three characters: E and the exit reason if the guest was entered, F and
; the VM-instruction error if VMLAUNCH failed or FF if VMRUN did, G and the exit qualification if the entry failed on the guest's
; state. Every number is hexadecimal. A guest that is entered executes nothing: on VMX its preemption timer has ended, on SVM an NMI
; is pending.

        bits    32

Base            equ     0x100000
Com1            equ     0x3F8
StatesPerLine   equ     32

; Page tables, nested tables and control blocks, all of them above the image.
PageRoot        equ     0x1000000       ; PML4, PDPT and PD of the first GiB
EptRoot         equ     0x1003000       ; the same for EPT
NestedRoot      equ     0x1006000       ; the same for nested paging of SVM, where a guest counts as a user
VmxonRegion     equ     0x1009000
ControlBlock    equ     0x100A000       ; VMCS or VMCB
HostSave        equ     0x100B000
StackTop        equ     0x100D000

; Where the test knows them to be: the first two are host and guest code, the third is the table.
ExitPage        equ     0x101000
GuestPage       equ     0x102000
TablePage       equ     0x103000
TableBytes      equ     0x200000

; SDM 4, "Model-Specific Registers (MSRs)", and two of AMD's that APM 2 has in "Enabling SVM".
IA32_FEATURE_CONTROL    equ     0x3A
IA32_VMX_BASIC          equ     0x480
IA32_EFER               equ     0xC0000080
VM_HSAVE_PA             equ     0xC0010117

; SDM 3A, "Advanced Programmable Interrupt Controller (APIC)".
LocalApicGib            equ     0xC0000000
LocalApic               equ     0xFEE00000
SpuriousVector          equ     0xF0
InterruptCommand        equ     0x300
SelfNmi                 equ     0x444FF         ; Bochs sends none with a small vector, which an NMI does not use

; SDM 3D, "Field Encoding in VMCS".
VmInstructionError      equ     0x4400
ExitReason              equ     0x4402
ExitQualification       equ     0x6400
HostRsp                 equ     0x6C14

%include "elf_header.inc"

; Identity map of the first GiB in pages of 2 MiB.
%macro  MapFirstGib 3                   ; root, bits of tables, bits of pages
        mov     dword [%1], (%1 + 0x1000) | %2
        mov     dword [%1 + 0x1000], (%1 + 0x2000) | %2
        xor     ecx, ecx
%%next: mov     eax, ecx
        shl     eax, 21
        or      eax, %3
        mov     [%1 + 0x2000 + ecx * 8], eax
        inc     ecx
        cmp     ecx, 512
        jb      %%next
%endmacro

main:
        mov     esp, StackTop
        mov     dx, Com1 + 3
        mov     al, 3
        out     dx, al
        MapFirstGib PageRoot, 3, 0x83           ; present, writable; large
        mov     dword [PageRoot + 0x1000 + 3 * 8], LocalApicGib | 0x93  ; the same in one page, uncached
        MapFirstGib EptRoot, 7, 0xB7            ; read, write, execute; write-back, large
        MapFirstGib NestedRoot, 7, 0x87         ; present, writable, user; large
        mov     eax, cr4
        or      eax, 1 << 5                     ; PAE
        mov     cr4, eax
        mov     eax, PageRoot
        mov     cr3, eax
        mov     ecx, IA32_EFER
        rdmsr
        or      eax, (1 << 8) | (1 << 11)       ; LME, NXE
        wrmsr
        mov     eax, cr0
        or      eax, (1 << 31) | (1 << 16) | (1 << 5)   ; PG, WP, NE
        mov     cr0, eax
        lgdt    [gdtPointer]
        jmp     0x08:longMode

        bits    64
longMode:
        mov     eax, 0x10
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     eax, 0x18
        ltr     ax
        lidt    [rel idtPointer]
        call    sayMsrs
        cmp     dword [rel isSvm], 0
        jne     startSvm

; ---- VMX --------------------------------------------------------------------------------------------------------------
startVmx:
        mov     rax, cr4
        or      eax, 1 << 13                    ; VMXE
        mov     cr4, rax
        mov     ecx, IA32_FEATURE_CONTROL
        rdmsr
        test    al, 1
        jnz     .locked
        or      eax, 5                          ; VMXON outside SMX, locked
        wrmsr
.locked:
        mov     ecx, IA32_VMX_BASIC
        rdmsr
        and     eax, 0x7FFFFFFF
        mov     [VmxonRegion], eax
        mov     [ControlBlock], eax
        vmxon   [rel vmxonRegion]
        jc      broken
nextVmx:
        call    nextState
        vmclear [rel controlBlock]
        vmptrld [rel controlBlock]
        mov     rsi, [rel baseFields]
        mov     ecx, [rel baseCount]
        call    writeFields
        mov     rsi, [rel state]
        mov     ecx, [rel stateCount]
        call    writeFields
        mov     eax, HostRsp
        mov     ecx, StackTop
        vmwrite rax, rcx
        vmlaunch
        mov     al, 'F'
        mov     ecx, VmInstructionError
        vmread  rbx, rcx
        jmp     sayVmx

; Pairs of field and value at RSI, ECX of them. What the processor has no field for it does not look at.
writeFields:
        jecxz   .end
.next:  mov     eax, [rsi]
        mov     rbx, [rsi + 8]
        vmwrite rax, rbx
        add     rsi, 16
        loop    .next
.end:   ret

; The host state of some states is odd, and valid: the host's own comes back first.
vmxExit:
        mov     rsp, StackTop
        mov     eax, PageRoot
        mov     cr3, rax
        mov     ecx, ExitReason
        vmread  rbx, rcx
        mov     al, 'E'
        bt      rbx, 31                         ; the entry failed on the guest's state, or on an MSR
        jnc     sayVmx
        mov     al, 'M'
        cmp     bl, 33
        jne     sayVmx
        mov     al, 'G'
        mov     ecx, ExitQualification
        vmread  rbx, rcx
sayVmx: call    sayVerdict
        jmp     nextVmx

; ---- SVM --------------------------------------------------------------------------------------------------------------
startSvm:
        mov     ecx, IA32_EFER
        rdmsr
        or      eax, 1 << 12                    ; SVME
        wrmsr
        mov     ecx, VM_HSAVE_PA
        mov     eax, HostSave
        xor     edx, edx
        wrmsr
        clgi
        mov     ebx, LocalApic
        mov     dword [rbx + SpuriousVector], 0x1FF     ; enabled
nextSvm:
        call    nextState
        mov     edi, ControlBlock
        mov     ecx, 512
        xor     eax, eax
        rep     stosq
        mov     rsi, [rel baseFields]
        mov     ecx, [rel baseCount]
        call    storeFields
        mov     rsi, [rel state]
        mov     ecx, [rel stateCount]
        call    storeFields
        call    unblockNmis
        mov     ebx, LocalApic
        mov     dword [rbx + InterruptCommand], SelfNmi ; held while GIF is 0: it stops the guest at once
        mov     eax, ControlBlock
        vmrun
        mov     rbx, [ControlBlock + 0x70]      ; EXITCODE
        mov     al, 'E'
        cmp     ebx, -1
        jne     .say
        mov     al, 'F'
.say:   call    sayVerdict
        jmp     nextSvm

; A guest that was given an NMI has not come to its IRET.
unblockNmis:
        pop     rax
        mov     rcx, rsp
        push    0x10
        push    rcx
        pushfq
        push    0x08
        push    rax
        iretq

; Bochs's VMRUN loads RFLAGS while it is the host: a guest's single step is the host's.
passOver:
        iretq

; Pairs of offset and quadword at RSI, ECX of them.
storeFields:
        jecxz   .end
.next:  mov     eax, [rsi]
        mov     rbx, [rsi + 8]
        mov     [ControlBlock + rax], rbx
        add     rsi, 16
        loop    .next
.end:   ret

; ---- The table --------------------------------------------------------------------------------------------------------
; Takes the next state, or ends the run behind the last.
nextState:
        cmp     dword [rel statesLeft], 0
        je      stop
        dec     dword [rel statesLeft]
        mov     rsi, [rel cursor]
        mov     ecx, [rsi]
        add     rsi, 16
        mov     [rel state], rsi
        mov     [rel stateCount], ecx
        shl     ecx, 4
        add     rsi, rcx
        mov     [rel cursor], rsi
        ret

; The MSRs that the table asks for, a line each; then the cursor is at the first state.
sayMsrs:
        mov     esi, firstEntry
        mov     ebp, [rel msrCount]
.next:  test    ebp, ebp
        jz      .end
        mov     ecx, [rsi]
        add     esi, 4
        dec     ebp
        rdmsr
        push    rax
        mov     eax, edx
        call    sayDoubleWord
        pop     rax
        call    sayDoubleWord
        call    sayLineFeed
        jmp     .next
.end:   add     esi, 15
        and     esi, -16
        mov     [rel baseFields], rsi
        mov     eax, [rel baseCount]
        shl     eax, 4
        add     rsi, rax
        mov     [rel cursor], rsi
        ret

; ---- The serial line --------------------------------------------------------------------------------------------------
; AL and the two lowest digits of RBX, and a line feed now and then.
sayVerdict:
        call    sayByte
        mov     al, bl
        shr     al, 4
        call    sayDigit
        mov     al, bl
        call    sayDigit
        dec     dword [rel untilLineFeed]
        jnz     sayDone
        mov     dword [rel untilLineFeed], StatesPerLine
sayLineFeed:
        mov     al, 10
        jmp     sayByte
sayDoubleWord:
        mov     edi, eax
        mov     ecx, 8
.next:  rol     edi, 4
        mov     eax, edi
        call    sayDigit
        loop    .next
        ret
sayDigit:
        and     eax, 15
        mov     al, [digits + rax]
sayByte:
        push    rax
        mov     dx, Com1 + 5
.wait:  in      al, dx
        test    al, 0x20                        ; transmitter holding register empty
        jz      .wait
        mov     dx, Com1
        pop     rax
        out     dx, al
sayDone:
        ret

broken: mov     al, '!'
        call    sayByte
stop:   call    sayLineFeed
        mov     esi, stopRecord
.next:  lodsb
        test    al, al
        jz      .halt
        call    sayByte
        jmp     .next
.halt:  cli
        hlt
        jmp     .halt

        align   16, db 0
vmxonRegion:    dq      VmxonRegion
controlBlock:   dq      ControlBlock
baseFields:     dq      0
cursor:         dq      0
state:          dq      0
stateCount:     dd      0
untilLineFeed:  dd      StatesPerLine
gdt:            dq      0
                dq      0x00AF9B000000FFFF      ; 64-bit code
                dq      0x00CF93000000FFFF      ; data
                dq      0x0040890000000067, 0   ; an empty 64-bit TSS at 0
gdtPointer:     dw      gdtPointer - gdt - 1
                dd      gdt

; Every vector of the processor: an interrupt gate of 64 bits.
idt:
%rep 32
                dw      (Base + passOver - $$) & 0xFFFF, 0x08, 0x8E00, (Base + passOver - $$) >> 16
                dd      0, 0
%endrep
idtPointer:     dw      idtPointer - idt - 1
                dq      idt
digits:         db      "0123456789ABCDEF"
stopRecord:     db      "#04 01000000"          ; StopReason.AllPartitionsIdle
                times   (0x90 - 4) * 2 db "0" ; the rest of a StopRecord
                db      10, 0

        times   ExitPage - Base - ($ - $$) db 0
        jmp     vmxExit

; In case that nothing stops it: the same bytes in every mode, each of which exits.
        times   GuestPage - Base - ($ - $$) db 0
        cpuid
        hlt
        db      0x0F, 0x01, 0xD9                ; VMMCALL
        ud2

; Written by the test: whose virtualization (0 VMX, 1 SVM), how many MSRs, base fields and states; the numbers of the MSRs; on the
; next 16 bytes, base fields; then the states, each a count in 16 bytes and so many fields.
        times   TablePage - Base - ($ - $$) db 0
isSvm:          dd      0
msrCount:       dd      0
baseCount:      dd      0
statesLeft:     dd      0
firstEntry:     times   TableBytes - 16 db 0
end:
