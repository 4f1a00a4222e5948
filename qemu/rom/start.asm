; The start ROM of a Bochs machine: does what firmware and a PVH loader would do, in a few hundred instructions.
;
; Bochs places this 64 KiB image at 0xFFFF0000 and the system image at its load address. From the reset vector the ROM
;   1. enters flat 32-bit protected mode, caches on, paging off, interrupts off;
;   2. brings the system image together and checks that it is whole (see gatherImage);
;   3. leaves the legacy hardware as firmware would: A20 open, both PICs remapped and masked, MTRRs on (RAM WB, holes UC);
;   4. writes the PVH start information and its memory map to low memory;
;   5. jumps to the PVH entry with EBX = start information.
; Boot ABI: Xen, "x86/HVM direct boot ABI" and public/arch-x86/hvm/start_info.h. Application processors stay in wait-for-SIPI.
;
; nasm -f bin start.asm -o start.bin

RomBase             equ 0xFFFF0000
RomSize             equ 0x10000
OriginalOffset      equ 0x1000

; Where the ROM keeps its few bytes of RAM. All of it is free for the kernel once it has read the start information.
GdtAddress          equ 0x6F00
StartInfoAddress    equ 0x7000
MemoryMapAddress    equ 0x7040

StartInfoMagic      equ 0x336EC578
MemoryTypeRam       equ 1
MemoryTypeReserved  equ 2

Com1                equ 0x3F8
ShutdownPort        equ 0x8900          ; Bochs, plugin "unmapped"

CodeSelector        equ 0x08
FlatSelector        equ 0x10
TaskSelector        equ 0x18

; SDM 3A, "Memory Type Range Registers (MTRRs)".
IA32_MTRR_PHYSBASE0 equ 0x200
IA32_MTRR_PHYSMASK0 equ 0x201
IA32_MTRR_FIX64K_00000 equ 0x250
IA32_MTRR_FIX16K_80000 equ 0x258
IA32_MTRR_FIX16K_A0000 equ 0x259
IA32_MTRR_FIX4K_C0000  equ 0x268
IA32_MTRR_DEF_TYPE  equ 0x2FF
MtrrWriteBack       equ 0x06060606
MtrrWriteProtect    equ 0x05050505
MtrrEnable          equ 0xC00           ; E (bit 11) and FE (bit 10)

        org     RomBase

; ---- Parameter block, patched by the harness before every run. Offset 0 of the image. -------------------------------
parameters:
        db      "MHVstart"              ; 0x00: so that the harness never patches something else
ramTop: dd      0x10000000              ; 0x08: end of RAM, 4 KiB aligned, above 1 MiB and at most 0xC0000000
entry:  dd      0x00100000              ; 0x0C: PVH entry of the system image
load:   dd      0x00100000              ; 0x10: where the system image lies, 4-byte aligned
size:   dd      0                       ; 0x14: its size in bytes, a multiple of 4
sum:    dd      0                       ; 0x18: its 32-bit words added up, modulo 2^32
writable: dd    0x00100000              ; 0x1C: where in RAM what the kernel writes to begins, 4-byte aligned
stored: dd      0                       ; 0x20: how many bytes of it stand at `original`, a multiple of 4
zeroed: dd      0                       ; 0x24: how many zero bytes follow them, a multiple of 4

; ---- 16-bit code: CS.base is 0xFFFF0000 since reset. -----------------------------------------------------------------
        bits    16
start16:
        cli
        cld
        o32 lgdt [cs:gdtPointer - parameters]
        mov     eax, cr0
        and     eax, 0x9FFFFFFF         ; CD and NW off: reset leaves the caches disabled
        or      al, 1                   ; PE
        mov     cr0, eax
        jmp     dword CodeSelector:start32

; ---- 32-bit code ---------------------------------------------------------------------------------------------------
        bits    32
start32:
        mov     eax, FlatSelector
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        jmp     gatherImage             ; no call: nothing may touch other RAM before
gathered:
        mov     esp, GdtAddress

        ; A busy TSS is part of the PVH entry state, and LTR writes to its descriptor, so the table moves to RAM.
        mov     esi, gdt
        mov     edi, GdtAddress
        mov     ecx, (gdtEnd - gdt) / 4
        rep     movsd
        lgdt    [gdtPointerRam]
        mov     eax, TaskSelector
        ltr     ax

        in      al, 0x92                ; fast A20
        or      al, 2
        and     al, 0xFE                ; bit 0 would reset the machine
        out     0x92, al

        ; PICs: vectors 0x20 and 0x28, cascade on line 2, 8086 mode, all lines masked.
        mov     al, 0x11
        out     0x20, al
        out     0xA0, al
        mov     al, 0x20
        out     0x21, al
        mov     al, 0x28
        out     0xA1, al
        mov     al, 0x04
        out     0x21, al
        mov     al, 0x02
        out     0xA1, al
        mov     al, 0x01
        out     0x21, al
        out     0xA1, al
        mov     al, 0xFF
        out     0x21, al
        out     0xA1, al

        call    enableMtrrs
        call    writeStartInfo

        mov     ebx, StartInfoAddress
        mov     ecx, [entry]
        xor     eax, eax
        xor     edx, edx
        xor     esi, esi
        xor     edi, edi
        xor     ebp, ebp
        push    eax
        popfd                           ; only the fixed bit of EFLAGS is left
        jmp     ecx

; Bochs hands out its memory in blocks of 128 KiB, in the order of their first use, but reads an optramimage in one stretch:
; its first block is where it belongs, the rest lies in the blocks that are handed out next. Reading the image from first to
; last byte before any other RAM is touched gives every block its place. The sum proves that it did.
;
; After a reset RAM is as the kernel left it. A loader would load the image again; here what the kernel writes to comes from this
; ROM. The sum then proves that the rest is what it was.
gatherImage:
        xor     edx, edx
.again: mov     esi, [load]
        mov     ecx, [size]
        shr     ecx, 2
        xor     ebx, ebx
        jecxz   .compare
.add:
        lodsd
        add     ebx, eax
        dec     ecx
        jnz     .add
.compare:
        cmp     ebx, [sum]
        je      gathered
        inc     edx
        cmp     edx, 2
        je      .broken
        mov     edi, [writable]
        mov     esi, original
        mov     ecx, [stored]
        shr     ecx, 2
        rep     movsd
        xor     eax, eax
        mov     ecx, [zeroed]
        shr     ecx, 2
        rep     stosd
        jmp     .again
.broken:
        ; The image is broken: say so on COM1, then end the machine through Bochs's shutdown port.
        mov     dx, Com1 + 3
        mov     al, 3                   ; 8 data bits; until then Bochs's port sends 5
        out     dx, al
        mov     esi, brokenMessage
.send:
        mov     dx, Com1 + 5
.wait:
        in      al, dx
        test    al, 0x40                ; transmitter empty
        jz      .wait
        lodsb
        test    al, al
        jz      .end
        mov     dx, Com1
        out     dx, al
        jmp     .send
.end:
        mov     esi, shutdownMessage
        mov     dx, ShutdownPort
        mov     ecx, shutdownMessageEnd - shutdownMessage
        rep     outsb
.halt:
        hlt
        jmp     .halt

; RAM is WB, the legacy video window UC, option ROMs WP, and everything from 3 GiB to 4 GiB UC. Skipped where CPUID has no MTRR.
enableMtrrs:
        mov     eax, 1
        cpuid
        test    edx, 1 << 12
        jz      .done
        mov     ecx, IA32_MTRR_FIX64K_00000
        mov     eax, MtrrWriteBack
        mov     edx, eax
        wrmsr
        mov     ecx, IA32_MTRR_FIX16K_80000
        wrmsr
        xor     eax, eax
        xor     edx, edx
        mov     ecx, IA32_MTRR_FIX16K_A0000
        wrmsr
        mov     eax, MtrrWriteProtect
        mov     edx, eax
        mov     ecx, IA32_MTRR_FIX4K_C0000
.optionRoms:
        wrmsr
        inc     ecx
        cmp     ecx, IA32_MTRR_FIX4K_C0000 + 8
        jb      .optionRoms
        xor     edx, edx
        mov     eax, 0xC0000000         ; type UC
        mov     ecx, IA32_MTRR_PHYSBASE0
        wrmsr
        mov     edx, 0xFF               ; 40 address bits: what the smallest of our models has
        mov     eax, 0xC0000800         ; 1 GiB, valid
        mov     ecx, IA32_MTRR_PHYSMASK0
        wrmsr
        xor     edx, edx
        mov     eax, MtrrEnable | 0x06
        mov     ecx, IA32_MTRR_DEF_TYPE
        wrmsr
.done:
        ret

; struct hvm_start_info version 1 and four struct hvm_memmap_table_entry.
writeStartInfo:
        mov     esi, startInfo
        mov     edi, StartInfoAddress
        mov     ecx, (startInfoEnd - startInfo) / 4
        rep     movsd
        mov     esi, memoryMap
        mov     edi, MemoryMapAddress
        mov     ecx, (memoryMapEnd - memoryMap) / 4
        rep     movsd
        mov     eax, [ramTop]
        mov     [MemoryMapAddress + (holeEntry - memoryMap)], eax
        mov     edx, eax
        neg     edx                     ; 4 GiB - top
        mov     [MemoryMapAddress + (holeEntry - memoryMap) + 8], edx
        sub     eax, 0x100000
        mov     [MemoryMapAddress + (ramEntry - memoryMap) + 8], eax
        ret

brokenMessage:
        db      "start ROM: the system image did not arrive whole", 10, 0
shutdownMessage:
        db      "Shutdown"
shutdownMessageEnd:

        align   8
startInfo:
        dd      StartInfoMagic, 1       ; magic, version
        dd      0, 0                    ; flags, modules
        dq      0                       ; module list
        dq      0                       ; command line
        dq      0                       ; RSDP: this machine has no ACPI tables
        dq      MemoryMapAddress
        dd      (memoryMapEnd - memoryMap) / 24, 0
startInfoEnd:

memoryMap:
        dq      0, 0xA0000
        dd      MemoryTypeRam, 0
        dq      0xA0000, 0x60000
        dd      MemoryTypeReserved, 0
ramEntry:
        dq      0x100000, 0             ; size: from the parameter block
        dd      MemoryTypeRam, 0
holeEntry:
        dq      0, 0                    ; base and size: from the parameter block
        dd      MemoryTypeReserved, 0
memoryMapEnd:

        align   8
gdt:    dq      0
        dq      0x00CF9B000000FFFF      ; CodeSelector: flat, 32-bit, execute/read
        dq      0x00CF93000000FFFF      ; FlatSelector: flat, read/write
        dq      0x0000890000000067      ; TaskSelector: 32-bit TSS at 0, limit 0x67
gdtEnd:
gdtPointer:
        dw      gdtEnd - gdt - 1
        dd      gdt
gdtPointerRam:
        dw      gdtEnd - gdt - 1
        dd      GdtAddress

; ---- What the kernel writes to, as it is at the start: patched by the harness. Offset 0x1000 of the image. ---------------
        times   OriginalOffset - ($ - $$) db 0xFF
original:

; ---- Reset vector: 0xFFFFFFF0 ------------------------------------------------------------------------------------------
        times   RomSize - 16 - ($ - $$) db 0xFF
        bits    16
        jmp     near start16
        times   RomSize - ($ - $$) db 0xFF
