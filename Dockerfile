# A machine that has everything MicroHV calls, for hosts that lack it:
#
#   docker build -t microhv .
#   docker run --rm -it -v "$PWD":/microhv microhv ./microhv run partitions/demo
FROM debian:12-slim

# The .NET SDK, which Debian does not have, by Microsoft's script, and what its documentation says that it needs:
# https://learn.microsoft.com/dotnet/core/tools/dotnet-install-script
ADD https://dot.net/v1/dotnet-install.sh /tmp/
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libicu72 libssl3 libstdc++6 tzdata zlib1g \
    && bash /tmp/dotnet-install.sh --channel 10.0 --install-dir /usr/share/dotnet \
    && ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet \
    && rm /tmp/dotnet-install.sh

# Every other package of qemu/MicroHV.Machines/Tools/ToolTable.cs, and git.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        bash-completion \
        binutils \
        bochs \
        bochsbios \
        chromium \
        fish \
        gcc \
        gdb \
        git \
        grub-common \
        grub-efi-amd64-bin \
        grub-pc-bin \
        mtools \
        nasm \
        ovmf \
        qemu-system-x86 \
        util-linux \
        vgabios \
        xorriso \
        zsh \
    && rm -rf /var/lib/apt/lists/*

# What NuGet fetches for a build stays in the image, and any user may use it.
ENV DOTNET_CLI_HOME=/tmp NUGET_PACKAGES=/var/cache/nuget
COPY . /tmp/microhv
RUN /tmp/microhv/microhv check /tmp/microhv/partitions/demo \
    && chmod -R a+rwX /var/cache/nuget \
    && rm -rf /tmp/microhv

WORKDIR /microhv
CMD ["bash"]
