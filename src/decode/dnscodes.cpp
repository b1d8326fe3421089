// SPDX-License-Identifier: MIT
#include "decode/dnscodes.h"

#include "decode/codename.h"

namespace wl {

namespace {

constexpr CodeName types[] = {
    {1, "A"},      {2, "NS"},     {5, "CNAME"},    {6, "SOA"},     {12, "PTR"},   {13, "HINFO"},
    {15, "MX"},    {16, "TXT"},   {17, "RP"},      {24, "SIG"},    {25, "KEY"},   {28, "AAAA"},
    {29, "LOC"},   {33, "SRV"},   {35, "NAPTR"},   {39, "DNAME"},  {41, "OPT"},   {43, "DS"},
    {44, "SSHFP"}, {46, "RRSIG"}, {47, "NSEC"},    {48, "DNSKEY"}, {50, "NSEC3"}, {51, "NSEC3PARAM"},
    {52, "TLSA"},  {59, "CDS"},   {60, "CDNSKEY"}, {64, "SVCB"},   {65, "HTTPS"}, {99, "SPF"},
    {249, "TKEY"}, {250, "TSIG"}, {251, "IXFR"},   {252, "AXFR"},  {255, "ANY"},  {256, "URI"},
    {257, "CAA"},
};

constexpr CodeName classes[] = {{1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}};

constexpr CodeName rcodes[] = {
    {0, "NOERROR"},  {1, "FORMERR"},  {2, "SERVFAIL"},  {3, "NXDOMAIN"},   {4, "NOTIMP"},
    {5, "REFUSED"},  {6, "YXDOMAIN"}, {7, "YXRRSET"},   {8, "NXRRSET"},    {9, "NOTAUTH"},
    {10, "NOTZONE"}, {16, "BADVERS"}, {17, "BADKEY"},   {18, "BADTIME"},   {19, "BADMODE"},
    {20, "BADNAME"}, {21, "BADALG"},  {22, "BADTRUNC"}, {23, "BADCOOKIE"},
};

constexpr CodeName opcodes[] = {{0, "Standard query"}, {1, "Inverse query"}, {2, "Server status"},
                                {4, "Notify"},         {5, "Update"},        {6, "Stateful operation"}};

constexpr CodeName options[] = {{3, "NSID"},           {8, "Client subnet"}, {9, "EXPIRE"},
                                {10, "COOKIE"},        {11, "Keepalive"},    {12, "Padding"},
                                {15, "Extended error"}};

QByteArray named(std::span<const CodeName> table, quint16 code, const char* prefix)
{
    const char* name = codeName(table, code);
    return name ? QByteArray(name) : prefix + QByteArray::number(code);
}

} // namespace

QByteArray DnsCodes::type(quint16 code)
{
    return named(types, code, "TYPE");
}

QByteArray DnsCodes::classOf(quint16 code)
{
    return named(classes, code, "CLASS");
}

QByteArray DnsCodes::rcode(quint16 code)
{
    return named(rcodes, code, "RCODE");
}

QByteArray DnsCodes::opcode(quint16 code)
{
    return named(opcodes, code, "Opcode ");
}

QByteArray DnsCodes::option(quint16 code)
{
    return named(options, code, "Option ");
}

} // namespace wl
