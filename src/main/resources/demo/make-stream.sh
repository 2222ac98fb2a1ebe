#!/bin/sh
# Makes stream/: 26 s of ffmpeg's test pictures and tones, as HLS and as DASH over the same segments.
#
#   0         4           10        15        20          26 s
#   |  ad 1   |  content  |  ad 2   |  ad 3   |  content  |
#
# What is committed was made by ffmpeg 5.1; another version makes other bytes of the same stream.
set -eu
cd "$(dirname "$0")"
rm -rf stream
mkdir stream

ad() { # colour, words, seconds
  echo "color=c=$1:s=160x90:r=12:d=$3,drawtext=font=sans:text='$2':fontcolor=white:fontsize=17:x=(w-tw)/2:y=26,drawbox=x=20:y=62:w=120:h=4:color=white@0.3:t=fill,drawtext=text='|':fontcolor=white:fontsize=16:x=20+120*t/$3:y=56"
}
tone() { echo "sine=f=$1:r=48000:d=$2,volume=0.2"; }

ffmpeg -hide_banner -loglevel error -bitexact \
  -filter_complex "
    $(ad 0x4a3fb5 'Trail shoes' 4)[v0]; $(tone 330 4)[a0];
    testsrc2=s=160x90:r=12:d=6[v1];     $(tone 220 6)[a1];
    $(ad 0x14743f 'Spring sale' 5)[v2]; $(tone 440 5)[a2];
    $(ad 0x8f5300 'Radio news' 5)[v3];  $(tone 550 5)[a3];
    testsrc2=s=160x90:r=12:d=6[v4];     $(tone 220 6)[a4];
    [v0][a0][v1][a1][v2][a2][v3][a3][v4][a4]concat=n=5:v=1:a=1[v][a]" \
  -map '[v]' -map '[a]' \
  -c:v libx264 -preset veryslow -profile:v main -crf 36 -pix_fmt yuv420p \
  -force_key_frames 'expr:gte(t,n_forced*2)' -g 24 -sc_threshold 0 \
  -c:a aac -b:a 24k -ac 1 \
  -flags +bitexact -fflags +bitexact \
  -f dash -seg_duration 2 -use_template 1 -use_timeline 1 -adaptation_sets 'id=0,streams=v id=1,streams=a' \
  -init_seg_name 'init-$RepresentationID$.mp4' -media_seg_name '$RepresentationID$-$Number%02d$.m4s' \
  -hls_playlist 1 -hls_master_name stream.m3u8 stream/stream.mpd

# The time of day at which this ran is no part of the stream.
sed -i /EXT-X-PROGRAM-DATE-TIME/d stream/media_*.m3u8
