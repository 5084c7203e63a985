import type { ThemeConfig } from 'antd';

const FONT =
  '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei UI","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif';

/** The antd theme of one type size: the same tokens as tokens.css, because antd computes its own shades and cannot read our variables. */
export function antdTheme(size: 'normal' | 'large', lang: string): ThemeConfig {
  const large = size === 'large';
  const ink2 = large ? '#2F343A' : '#474D54';
  const ink3 = large ? '#474D54' : '#626971';
  const accent = large ? '#0B4353' : '#11566A';
  return {
    cssVar: { key: large ? 'large' : 'normal' },
    token: {
      colorPrimary: accent,
      colorLink: accent,
      colorError: large ? '#9B1C15' : '#B3261E',
      colorWarning: '#875100',
      colorSuccess: '#2B6A45',
      colorText: '#191C1F',
      colorTextSecondary: ink2,
      colorTextTertiary: ink3,
      colorTextPlaceholder: ink3,
      colorBorder: large ? '#626971' : '#868C93',
      colorBorderSecondary: '#E4E5E1',
      colorBgLayout: '#F5F6F3',
      borderRadius: 6,
      borderRadiusLG: 8,
      fontSize: large ? 18 : 14,
      lineHeight: large ? 28 / 18 : 22 / 14,
      controlHeight: large ? 60 : 32,
      controlHeightSM: large ? 60 : 28,
      fontWeightStrong: 700,
      motionDurationMid: large ? '0s' : '0.12s',
      fontFamily: lang === 'en' ? `"Segoe UI","Helvetica Neue",${FONT}` : FONT,
    },
    components: {
      Table: {
        headerBg: '#FFFFFF',
        headerColor: ink3,
        headerSplitColor: 'transparent',
        headerBorderRadius: 0,
        fontWeightStrong: 400,
        borderColor: '#E4E5E1',
        rowHoverBg: '#FAFAF8',
        rowSelectedBg: '#E5F0F2',
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 8,
      },
      Tree: { titleHeight: large ? 60 : 32, indentSize: 18, nodeSelectedBg: '#E5F0F2', nodeHoverBg: '#FAFAF8' },
      Segmented: { trackBg: '#FFFFFF', itemSelectedBg: '#E5F0F2', itemSelectedColor: '#0B4353' },
      Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 400 },
      Steps: { iconSize: 22 },
      Tag: { defaultBg: '#FFFFFF', defaultColor: ink2 },
    },
  };
}
