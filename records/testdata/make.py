"""Makes the batches and message sets beside this file with kafka-python, whose encoder is not ours.

Run where `pip install kafka-python lz4 python-snappy zstandard xxhash crc32c` was done. The files are kept, since what they
test is that bytes of these formats stay readable; run this again only to add to them.
"""

import gzip
import struct

import crc32c
import lz4.frame
import snappy
import zstandard
from kafka.record.default_records import DefaultRecordBatchBuilder
from kafka.record.legacy_records import LegacyRecordBatchBuilder

BASE_MS = 1_700_000_000_000
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}


def records(long_bytes):
    return [
        (BASE_MS, b"k1", b"v1", [("a", b"1"), ("a", None), ("b", b"")]),
        (BASE_MS + 5, None, None, []),
        (BASE_MS - 3, b"", b"x" * long_bytes, []),
    ]


def batch(codec, long_bytes):
    builder = DefaultRecordBatchBuilder(2, CODECS[codec], True, 4711, 3, 17, 1 << 30)
    for offset, (timestamp, key, value, headers) in enumerate(records(long_bytes)):
        builder.append(offset, timestamp, key, value, headers)
    return bytes(builder.build())


def repacked(codec, pack):
    """A batch of that codec, its records compressed by `pack`."""
    plain = bytearray(batch("none", 100_000))
    out = plain[:61] + pack(bytes(plain[61:]))
    struct.pack_into(">i", out, 8, len(out) - 12)
    struct.pack_into(">h", out, 21, struct.unpack_from(">h", out, 21)[0] | CODECS[codec])
    struct.pack_into(">I", out, 17, crc32c.crc32c(bytes(out[21:])))
    return bytes(out)


def message_set(magic, codec, long_bytes):
    builder = LegacyRecordBatchBuilder(magic, CODECS[codec], 1 << 30)
    for offset, (timestamp, key, value, _) in enumerate(records(long_bytes)):
        builder.append(offset, timestamp, key, value)
    return bytes(builder.build())


def write(name, data):
    with open(name + ".bin", "wb") as file:
        file.write(data)


def zstd_stream(data):
    packer = zstandard.ZstdCompressor(level=3, write_content_size=False).compressobj()
    return packer.compress(data) + packer.flush()


write("batch-none", batch("none", 10))
for codec in ["gzip", "snappy", "lz4", "zstd"]:
    write("batch-" + codec, batch(codec, 100_000))
write("batch-snappy-raw", repacked("snappy", snappy.compress))
write("batch-gzip-two-members", repacked("gzip", lambda data: gzip.compress(data[:70]) + gzip.compress(data[70:])))
write("batch-zstd-stream", repacked("zstd", zstd_stream))
write("batch-lz4-linked", repacked("lz4", lambda data: lz4.frame.compress(
    data, block_linked=True, content_checksum=True, block_checksum=True, store_size=True)))
write("batch-lz4-unsized", repacked("lz4", lambda data: lz4.frame.compress(
    data, block_linked=True, store_size=False, block_size=lz4.frame.BLOCKSIZE_MAX4MB)))
for magic in [0, 1]:
    write(f"magic-{magic}-none", message_set(magic, "none", 10))
    for codec in ["gzip", "snappy", "lz4"]:
        write(f"magic-{magic}-{codec}", message_set(magic, codec, 100_000))
